import { parseSweep } from "../../experiments/sweep/sweep.ts";

/**
 * Tries every expression of a sweep at every point, which may take a while: afterwards the sweep can be read without.
 *
 * @throws InvalidInput as `parseSweep`
 */
export default async function trySweep({ spec, mostPoints }: { readonly spec: unknown; readonly mostPoints: number }): Promise<number> {
  return (await parseSweep(spec, { mostPoints })).count;
}
