import { type ExactMoments, exactly, mergeExact } from "../numerics/exactMoments.ts";
import type { QuantileSketch } from "../numerics/quantileSketch.ts";
import type { Kernel } from "./kernel/kernel.ts";
import type { Tally } from "./tally.ts";

/**
 * What the runs of a block come to, once all their stages are done.
 * @param sketch  takes X − G of each run
 */
export function tallyRuns(
  kernel: Kernel,
  runs: number,
  goal: number,
  unit: number,
  sketch: QuantileSketch,
): Omit<Tally, "stages" | "sketch"> {
  const { passed, means, squares } = kernel.figures(runs, goal, unit);
  const { deviation, failed, attempts, steps } = kernel;
  sketch.add(deviation, runs);
  const even = runs - (runs % 2);
  const last = even === runs ? undefined : even;
  // The kernel sums up an even number of runs; one that is left over is a sample of its own.
  const moments = (i: number, count: number, value: (run: number) => number): ExactMoments => {
    const most = exactly({ count, mean: count === 0 ? 0 : means[i], squares: squares[i] });
    return last === undefined ? most : mergeExact(most, exactly({ count: 1, mean: value(last), squares: 0 }));
  };
  const bias = (run: number) => Math.abs(deviation[run]);
  const lastPassed = last !== undefined && failed[last] === 0;
  const biasPassed = exactly({ count: passed, mean: means[2], squares: squares[2] });
  return {
    runs,
    passed: passed + Number(lastPassed),
    deviation: moments(0, even, (run) => deviation[run]),
    bias: moments(1, even, bias),
    biasPassed: lastPassed ? mergeExact(biasPassed, exactly({ count: 1, mean: bias(last), squares: 0 })) : biasPassed,
    attempts: moments(3, even, (run) => attempts[run]),
    steps: moments(4, even, (run) => steps[run]),
  };
}
