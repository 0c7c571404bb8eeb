import { type ExperimentResult, MEASURES } from "../model/experiment.ts";

/** How often the simulation's intervals hold the exact value. */
export interface Agreement {
  /** Intervals that have an exact value to be held against. */ readonly compared: number;
  readonly covered: number;
}

/** Counts over every curve, point and measure. An interval counts as covering within the exact value's own error. */
export function agreementOf(results: Iterable<ExperimentResult>): Agreement {
  let compared = 0;
  let covered = 0;
  for (const { curves } of results)
    for (const point of curves.flatMap((curve) => curve.points))
      for (const measure of MEASURES) {
        const exact = point.exact[measure];
        const estimate = point.simulated[measure];
        if (!exact || !estimate) continue;
        compared += 1;
        covered += Number(estimate.low <= exact.value + exact.error && exact.value - exact.error <= estimate.high);
      }
  return { compared, covered };
}
