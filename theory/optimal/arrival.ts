import type { Point } from "../../model/point.ts";
import { passedProgressOf, subsetRuns } from "../pointLaws.ts";
import { ORDER } from "../stage.ts";
import { within } from "./adaptiveOptimum.ts";

/**
 * The arrival rate of a point's own harness: P(every stage accepted and |X − G| ≤ ε at the end). Never above its pass rate: deviations
 * add up, and a run that passed may have ended far from the goal.
 *
 * @returns a probability, and what a truncated series may have left out of it
 * @see docs/theory/adaptive-harness.md (A.1)
 */
export function arrivalRate(point: Point): { readonly value: number; readonly error: number } {
  const runs = subsetRuns(point, ORDER);
  const law = passedProgressOf(point, runs);
  const passRate = runs.reduce((sum, run) => sum + run.passRate, 0) / runs.length;
  if (law === undefined) return { value: 0, error: 0 };
  const near = within(law, point.goal - point.tolerance, point.goal + point.tolerance) / law.mass;
  const astray = runs.reduce((sum, run) => sum + run.defect, 0) / runs.length;
  // A series oscillates by its tail where the law has no mass: the rate itself lies in [0, 1].
  const value = passRate * Math.min(1, Math.max(0, near));
  return { value, error: passRate * (2 * law.tailCdf + astray) };
}
