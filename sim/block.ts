import { exactCounts, exactly } from "../numerics/exactMoments.ts";
import { momentsOf } from "../numerics/moments.ts";
import { QuantileSketch } from "../numerics/quantileSketch.ts";
import { namedKey, namedStream } from "../numerics/streams.ts";
import { type Pair, threefry } from "../numerics/threefry.ts";
import type { Kernel, StageCounts } from "./kernel/kernel.ts";
import { makeKernel } from "./kernel/makeKernel.ts";
import type { Pool } from "./pool.ts";
import { type Program, ruleOf, type Window } from "./program.ts";
import { randomSubset } from "./subset.ts";
import { emptyTally, mergeStages, type StageTally, type Tally } from "./tally.ts";

/**
 * Consecutive runs that are simulated together. Part of the meaning of a seed: another size gives other numbers. The lists
 * of a block this size stay in a core's second-level cache, and are long enough to hide what a call of the kernel costs.
 */
export const BLOCK_RUNS = 8192;

/** Figures of the runs of one block, by run. Views of a workspace, good until its next block. */
export interface BlockRuns {
  /** Final progress X, units of work. */ readonly progress: Float64Array;
  /** 1 where a stage was unrecovered. */ readonly failed: Uint8Array;
}

/** Arrays of one set of blocks, one after another; not to be shared by two that are under way. */
export interface Workspace {
  readonly kernel: Kernel;
  readonly everyRun: Int32Array;
  /** Room for figures of each run. Shape [BLOCK_RUNS]. */ readonly deviation: Float64Array;
  readonly bias: Float64Array;
  readonly attempts: Float64Array;
  readonly steps: Float64Array;
}

export function makeWorkspace(kernel = makeKernel(BLOCK_RUNS)): Workspace {
  const doubles = () => new Float64Array(BLOCK_RUNS);
  const everyRun = Int32Array.from({ length: BLOCK_RUNS }, (_, run) => run);
  return { kernel, everyRun, deviation: doubles(), bias: doubles(), attempts: doubles(), steps: doubles() };
}

/**
 * Simulates the runs of one block: a function of the first four arguments alone. A generator that yields now and then, so
 * that a thread with other duties can turn to them; between yields it takes one step of each run.
 *
 * @param block  index ≥ 0 of the block, names its random numbers
 * @param runs   integer in [1, BLOCK_RUNS]; fewer than a full block only at the end of a simulation
 */
export function* simulateBlock(program: Program, seed: string, block: number, runs: number, work: Workspace): Generator<void, Tally> {
  const { kernel } = work;
  const { point, windows } = program;
  const key = namedKey(seed, "steps");
  const stages = [...emptyTally(windows.length).stages];
  kernel.reset();
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
  return { ...tallyRuns(point.goal, work, runs), stages };
}

/** What the runs of the last block came to. */
export function runsOf({ kernel }: Workspace, runs: number): BlockRuns {
  return { progress: kernel.total.subarray(0, runs), failed: kernel.failed.subarray(0, runs) };
}

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
  const rule = ruleOf(program.point, pool, window);
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

function tallyRuns(goal: number, { kernel, deviation, bias, attempts, steps }: Workspace, runs: number): Omit<Tally, "stages"> {
  const { total, failed } = kernel;
  for (let run = 0; run < runs; run++) {
    deviation[run] = total[run] - goal;
    bias[run] = Math.abs(deviation[run]);
  }
  kernel.spent(runs, attempts, steps);
  const sketch = new QuantileSketch();
  sketch.add(deviation, runs);
  const figures = {
    runs,
    bias: exactly(momentsOf(bias, runs)),
    deviation: exactly(momentsOf(deviation, runs)),
    attempts: exactly(momentsOf(attempts, runs)),
    steps: exactly(momentsOf(steps, runs)),
    sketch,
  };
  let passed = 0;
  for (let run = 0; run < runs; run++) {
    bias[passed] = bias[run];
    passed += 1 - failed[run];
  }
  return { ...figures, passed, biasPassed: exactly(momentsOf(bias, passed)) };
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
