import { wilsonInterval, Z_95 } from "../numerics/intervals.ts";
import { BLOCK_RUNS } from "./block.ts";
import { blocksOf, type Collector } from "./part.ts";

/** Width of the 95% interval of the pass rate so far. */
export function width({ passedRuns, doneRuns }: Collector): number {
  const { low, high } = wilsonInterval(passedRuns, doneRuns);
  return high - low;
}

/**
 * How many blocks to have next, when `blocks` of them leave the interval too wide: what the pass rate so far asks for and 2%
 * more, at most eight times as many as now, as the first guesses are rough. It depends on the tally alone, so a simulation
 * stops at the same run for any number of threads.
 */
export function nextGoal(collector: Collector, blocks: number, until: number): number {
  const { low, high } = wilsonInterval(collector.passedRuns, collector.doneRuns);
  // The rate within the interval that needs the most: a rate of 0 so far asks for next to nothing.
  const rate = Math.min(Math.max(0.5, low), high);
  const runs = (2 * Z_95 * Math.sqrt(rate * (1 - rate))) ** 2 / until ** 2;
  const wanted = Math.ceil((1.02 * runs) / BLOCK_RUNS);
  return Math.min(blocksOf(collector.job.runs), Math.max(blocks + 1, Math.min(8 * blocks, wanted)));
}
