import { exactCounts } from "../numerics/exactMoments.ts";
import type { QuantileSketch } from "../numerics/quantileSketch.ts";
import { namedKey, namedStream } from "../numerics/streams.ts";
import { type Pair, threefry } from "../numerics/threefry.ts";
import type { Kernel, StageCounts } from "./kernel/kernel.ts";
import { PlainKernel } from "./kernel/plainKernel.ts";
import type { Pool } from "./pool.ts";
import { type Program, ruleOf, type Window } from "./program.ts";
import { randomSubset } from "./subset.ts";
import { mergeStages, NOTHING_AT_STAGE, type StageTally, type Tally } from "./tally.ts";
import { tallyRuns } from "./tallyRuns.ts";

/**
 * Consecutive runs that are simulated together. Part of the meaning of a seed: another size gives other numbers. The lists
 * of a block this size stay in a core's second-level cache, and are long enough to hide what a call of the kernel costs.
 */
export const BLOCK_RUNS = 8192;

/** Arrays of one set of blocks, one after another; not to be shared by two that are under way. */
export interface Workspace {
  /** The kernel for progress in whole units, and the one for progress in doubles. */
  readonly kernels: { readonly whole: Kernel; readonly double: Kernel };
  readonly everyRun: Int32Array;
}

/** @param whole  a kernel for BLOCK_RUNS runs, such as `makeKernel` gives */
export function makeWorkspace(whole: Kernel): Workspace {
  const kernels = { whole, double: new PlainKernel(BLOCK_RUNS) };
  const everyRun = Int32Array.from({ length: BLOCK_RUNS }, (_, run) => run);
  return { kernels, everyRun };
}

/**
 * Simulates the runs of one block: a function of the first four arguments alone. A generator that yields now and then, so
 * that a thread with other duties can turn to them; between yields it takes one step of each run.
 *
 * @param block  index ≥ 0 of the block, names its random numbers
 * @param runs   integer in [1, BLOCK_RUNS]; fewer than a full block only at the end of a simulation
 * @param sketch takes X − G of every run
 * @returns what the block adds to a tally; its runs one by one can be read by `runsOf` until the workspace's next block
 */
export function* simulateBlock(
  program: Program,
  seed: string,
  block: number,
  runs: number,
  work: Workspace,
  sketch: QuantileSketch,
): Generator<void, Omit<Tally, "sketch">> {
  const kernel = kernelOf(program, work);
  const { point, windows } = program;
  const key = namedKey(seed, "steps");
  const stages = new Array<StageTally>(windows.length).fill(NOTHING_AT_STAGE);
  kernel.reset(runs);
  for (const { pool, runsOfPool } of assignPools(program, seed, block, work.everyRun.subarray(0, runs))) {
    kernel.usePool(pool);
    kernel.begin(runsOfPool);
    let begun = runsOfPool.length;
    for (const [t, window] of windows.entries()) {
      if (t > 0) begun = kernel.passOn(point.onUnrecovered === "carry");
      if (begun === 0) break;
      const stage = yield* simulateStage(program, kernel, pool, window, begun, stageKey(key, block, t));
      stages[t] = mergeStages(stages[t], stage);
    }
  }
  return { ...tallyRuns(kernel, runs, point.goal, program.unit ?? 1, sketch), stages };
}

/** Figures of the runs of a block, by run. */
export interface RunFigures {
  /** X − G, units of work. */ readonly deviation: Float64Array;
  readonly attempts: Float64Array;
  readonly steps: Float64Array;
  /** 1 where a stage was unrecovered. */ readonly failed: Uint8Array;
}

/** What the runs of the last block came to: views of the workspace. */
export function runsOf(program: Program, work: Workspace, runs: number): RunFigures {
  const { deviation, attempts, steps, failed } = kernelOf(program, work);
  const [first, second, third] = [deviation, attempts, steps].map((figures) => figures.subarray(0, runs));
  return { deviation: first, attempts: second, steps: third, failed: failed.subarray(0, runs) };
}

const kernelOf = ({ unit }: Program, { kernels }: Workspace): Kernel => (unit === undefined ? kernels.double : kernels.whole);

/** The words that name the random numbers of a stage of a block: a value of the generator themselves. */
function stageKey(key: Readonly<Pair>, block: number, stage: number): Pair {
  const words: Pair = [0, 0];
  threefry(key, block | 0, stage, words);
  return words;
}

/** All attempts of the runs that begin a stage. Progress of a run's last attempt counts, accepted or not. */
function* simulateStage(
  program: Program,
  kernel: Kernel,
  pool: Pool,
  window: Window,
  begun: number,
  key: Pair,
): Generator<void, StageTally> {
  const rule = ruleOf(program, pool, window);
  let counts: StageCounts = { going: begun, left: 0, unrecovered: 0, exhaustion: 0, attempts: 0, squaredAttempts: 0 };
  let [steps, squaredSteps] = [0, 0];
  for (let n = 0; counts.going > 0; n++) {
    const { left } = counts;
    counts = kernel.draw(key, n, rule);
    steps += (counts.left - left) * (n + 1);
    squaredSteps += (counts.left - left) * (n + 1) ** 2;
    yield;
  }
  const accepted = begun - counts.unrecovered;
  return {
    begun,
    accepted,
    overshoot: counts.attempts - accepted - counts.exhaustion,
    exhaustion: counts.exhaustion,
    attempts: exactCounts(begun, counts.attempts, counts.squaredAttempts),
    steps: exactCounts(begun, steps, squaredSteps),
  };
}

/** The runs of a block by the pool they draw from, in the order in which the pools first come up. */
function assignPools(program: Program, seed: string, block: number, runs: Int32Array): { pool: Pool; runsOfPool: Int32Array }[] {
  const { pool, prune } = program.point;
  const members = pool.map((_, i) => i);
  if (prune === 0) return [{ pool: program.poolOf(members), runsOfPool: runs }];

  const stream = namedStream(seed, block, "subset");
  const groups = new Map<string, { kept: number[]; runs: number[] }>();
  for (const run of runs) {
    const kept = randomSubset(stream, members, pool.length - prune);
    const group = groups.get(kept.join());
    if (group) group.runs.push(run);
    else groups.set(kept.join(), { kept, runs: [run] });
  }
  return [...groups.values()].map((group) => ({ pool: program.poolOf(group.kept), runsOfPool: Int32Array.from(group.runs) }));
}
