import { InvalidInput } from "../../model/invalid.ts";
import type { Limits } from "../limits.ts";

/**
 * Holds a sweep's spec against the server's limits on axes and their lengths, before it is read: reading it makes every value of every axis.
 * What is no spec at all is left to its parser.
 *
 * @throws InvalidInput naming the spec's field
 */
export function checkSweepShape(spec: unknown, { sweepAxes, jobPoints }: Pick<Limits, "sweepAxes" | "jobPoints">): void {
  const { vary, set } = (spec ?? {}) as { vary?: unknown; set?: unknown };
  for (const [name, held] of Object.entries({ vary, set })) {
    const count = typeof held === "object" && held !== null ? Object.keys(held).length : 0;
    if (count > sweepAxes) throw new InvalidInput(name, `must have at most ${sweepAxes} entries`, count);
  }
  if (typeof vary !== "object" || vary === null) return;
  for (const [name, axis] of Object.entries(vary)) {
    const { from, to, step, count } = ((axis as { range?: unknown } | null)?.range ?? {}) as Record<string, unknown>;
    const values = typeof count === "number" ? count : (Number(to) - Number(from)) / Number(step);
    if (values > jobPoints) throw new InvalidInput(`vary.${name}`, `must have at most ${jobPoints} values`, Math.floor(values));
  }
}
