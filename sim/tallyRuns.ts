import { type ExactMoments, exactly } from "../numerics/exactMoments.ts";
import type { QuantileSketch } from "../numerics/quantileSketch.ts";
import type { Tally } from "./tally.ts";

/** Figures of the runs of a block, by run. */
export interface RunFigures {
  /** Final progress X, units of work. */ readonly total: Float64Array;
  /** 1 where a stage was unrecovered. */ readonly failed: Uint8Array;
  readonly attempts: Float64Array;
  readonly steps: Float64Array;
}

/**
 * Moments of the first `runs` runs, in two passes: the one-pass Σx² − (Σx)²/n loses every digit of a small spread. All figures
 * go side by side, so that the processor need not wait for one sum; each is added in the order of the runs.
 *
 * @param deviation  room for X − G of each run
 * @param sketch     takes X − G of each run
 */
export function tallyRuns(
  goal: number,
  figures: RunFigures,
  runs: number,
  deviation: Float64Array,
  sketch: QuantileSketch,
): Omit<Tally, "stages" | "sketch"> {
  const { total, failed, attempts, steps } = figures;
  const passed = runs - sumOf(failed, runs);
  let [sumD, sumB, sumP, sumA, sumS] = [0, 0, 0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const d = total[run] - goal;
    const b = Math.abs(d);
    deviation[run] = d;
    sumD += d;
    sumB += b;
    sumP += (1 - failed[run]) * b;
    sumA += attempts[run];
    sumS += steps[run];
  }
  sketch.add(deviation, runs);
  const [meanD, meanB, meanA, meanS] = [sumD / runs, sumB / runs, sumA / runs, sumS / runs];
  const meanP = passed === 0 ? 0 : sumP / passed;
  let [d2, b2, p2, a2, s2] = [0, 0, 0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const d = deviation[run];
    const b = Math.abs(d);
    d2 += (d - meanD) * (d - meanD);
    b2 += (b - meanB) * (b - meanB);
    p2 += (1 - failed[run]) * (b - meanP) * (b - meanP);
    a2 += (attempts[run] - meanA) * (attempts[run] - meanA);
    s2 += (steps[run] - meanS) * (steps[run] - meanS);
  }
  const moments = (mean: number, squares: number, count = runs): ExactMoments => exactly({ count, mean, squares });
  return {
    runs,
    passed,
    bias: moments(meanB, b2),
    biasPassed: moments(meanP, p2, passed),
    deviation: moments(meanD, d2),
    attempts: moments(meanA, a2),
    steps: moments(meanS, s2),
  };
}

function sumOf(flags: Uint8Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += flags[i];
  return sum;
}
