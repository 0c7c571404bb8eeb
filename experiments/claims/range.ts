import type { Measure } from "../../model/experiment.ts";
import type { Estimate } from "../../model/result.ts";
import { wilsonInterval, Z_95 } from "../../numerics/intervals.ts";

/** A figure and the ends between which it lies: a tiny error for an exact one, an interval for a simulated one. */
export interface Range {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * z at which each of the points of the largest experiment (about 90 simulated points, two measures) has an interval, and all of
 * them hold together with probability ≥ 95% (Bonferroni: 2.8e-4 each, two-sided). So "no" and "yes" of a simulated claim are
 * statements about the whole curve.
 */
const Z_TOGETHER = 3.63;

/** The simultaneous interval of an estimate whose own interval is a 95% one. */
export function together(estimate: Estimate, measure: Measure): Range {
  const { mean, low, high, count } = estimate;
  if (measure === "finalBias") {
    const wider = Z_TOGETHER / Z_95;
    return { value: mean, low: Math.max(0, mean - (mean - low) * wider), high: mean + (high - mean) * wider };
  }
  return { value: mean, ...wilsonInterval(Math.round(mean * count), count, Z_TOGETHER) };
}
