import type { Point } from "../model/point.ts";
import { deviationCurve } from "./attempt/deviationCurve.ts";
import { guidedPool } from "./attempt/guidedPool.ts";
import { ORDER } from "./stage.ts";
import type { StageCurve } from "./stageCurve.ts";

/** How far a stage leaves the run from its request, deviation = progress − ℓ, whether it passed or was left unrecovered. */
export interface Deviation {
  /** E[deviation], units of work. */ readonly mean: number;
  /** Var[deviation], units of work squared. */ readonly variance: number;
}

/**
 * Deviation of a stage at every request in (ε, most], from the moments of its attempts: an accepted attempt ends it with weight
 * P/p times the accepted part, a last rejected one with weight (1 − p)^(R − 1) times the rejected part.
 *
 * @param curve  of the same point, for accept rates
 * @returns a function that throws RangeError beyond M of the longest steps, where no stage can pass
 * @throws Unresolved when the grid needs more memory than the solver allows itself
 * @see docs/theory/optimal-harness.md (O.6)
 */
export function stageDeviation(point: Point, curve: StageCurve): (request: number) => Deviation {
  const pool = guidedPool(point);
  const moments = deviationCurve(pool, point, curve.most, ORDER);
  return (request) => {
    if (request > moments.top) throw new RangeError(`request must be at most ${moments.top}, got ${request}`);
    const { meanAttempts, overshootRate, exhaustionRate } = curve.at(request);
    const lastRejected = (overshootRate + exhaustionRate) ** (point.retryBudget - 1);
    const mean = meanAttempts * moments.accepted.at(request) + lastRejected * moments.rejected.at(request);
    const square = meanAttempts * moments.acceptedSquare.at(request) + lastRejected * moments.rejectedSquare.at(request);
    return { mean, variance: Math.max(0, square - mean ** 2) };
  };
}
