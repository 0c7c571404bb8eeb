import type { Verdict } from "../../model/experiment.ts";
import { all } from "./kleene.ts";
import type { Series } from "./series.ts";

/** What becomes of a claim away from the canonical setting. */
export type Outcome = Verdict | "not applicable";

/** The series moves by more than `least` over its sweep: there is something to claim. */
export function moves({ ranges }: Series, least: number): boolean {
  const values = ranges.map(({ value }) => value);
  return values.length > 0 && Math.max(...values) - Math.min(...values) > least;
}

/**
 * A claim about each of several curves, where some may have nothing to show: a pass rate that is 0, or 1, all along. Those are left out; if
 * none is left, the claim does not apply. It is never taken to hold because there was nothing to see.
 */
export function judged(series: readonly Series[], least: number, holds: (series: Series) => Verdict): Outcome {
  const moving = series.filter((one) => moves(one, least));
  return moving.length === 0 ? "not applicable" : all(...moving.map(holds));
}
