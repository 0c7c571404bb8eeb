import { parseSweep } from "../../experiments/sweep/sweep.ts";
import type { SweepAnswer } from "../api.ts";

/**
 * Tries every expression of a sweep at every point, which may take a while: afterwards the sweep can be read without.
 *
 * @throws InvalidInput as `parseSweep`
 */
export default async function trySweep({
  spec,
  mostPoints,
}: {
  readonly spec: unknown;
  readonly mostPoints: number;
}): Promise<Omit<SweepAnswer, "rows">> {
  const { name, method, varied, computed, count } = await parseSweep(spec, { mostPoints });
  return { name, method, varied, computed, count };
}
