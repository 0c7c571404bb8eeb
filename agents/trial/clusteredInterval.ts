import type { Interval } from "../../numerics/intervals.ts";
import { namedStream, nextUnit } from "../../numerics/streams.ts";

/** Trials of one task under one harness. */
export interface TaskCounts {
  readonly passed: number;
  readonly trials: number;
}

const RESAMPLES = 2_000;

/**
 * Interval of the mean pass rate over tasks, by a bootstrap in two stages: tasks are drawn with replacement, then the trials of each.
 * Repeats of one task are not independent evidence about other tasks: with tasks as the unit the interval is as wide as the choice of
 * tasks makes it. Percentile ends. For fewer than five tasks it is too narrow to be trusted, and is absent.
 *
 * @param counts  one per task, each of one trial or more
 * @param seed    names the stream of draws, so that the same trials give the same interval
 */
export function clusteredInterval(counts: readonly TaskCounts[], seed: string, confidence = 0.95): Interval | undefined {
  if (counts.length < LEAST_TASKS) return undefined;
  const stream = namedStream(seed, 0, "task-clustered bootstrap");
  const pick = (many: number) => Math.min(many - 1, Math.floor(nextUnit(stream) * many));
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < counts.length; i++) {
      const { passed, trials } = counts[pick(counts.length)] as TaskCounts;
      let again = 0;
      for (let j = 0; j < trials; j++) if (nextUnit(stream) * trials < passed) again++;
      sum += again / trials;
    }
    return sum / counts.length;
  }).sort();
  const at = (share: number) => means[Math.round(share * (RESAMPLES - 1))] as number;
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) };
}

const LEAST_TASKS = 5;
