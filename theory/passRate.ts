import type { Point } from "../model/point.ts";
import { subsetRuns } from "./pointLaws.ts";

/** A figure with its estimated absolute error. */
export interface WithError {
  readonly value: number;
  readonly error: number;
}

/**
 * The pass rate alone, at two orders of quadrature: what `solve` says of it, without the law of the final progress.
 *
 * @param fine, coarse  Gauss nodes per panel
 * @throws InvalidInput, Unresolved, as `solve` does
 */
export function exactPassRate(point: Point, fine: number, coarse: number): WithError {
  const [value, other] = [fine, coarse].map((order) => {
    const runs = subsetRuns(point, order);
    return runs.reduce((sum, run) => sum + run.passRate, 0) / runs.length;
  });
  return { value, error: Math.abs(value - other) + 2e-15 };
}
