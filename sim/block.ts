import { type Moments, momentsOf } from "../numerics/moments.ts";
import { namedStream, nextWord, type Stream } from "../numerics/streams.ts";
import { type Counts, type Lanes, type Streams, stepAll } from "./kernel.ts";
import type { Pool } from "./pool.ts";
import { type Program, stepsOf, type Window } from "./program.ts";
import { emptyTally, mergeStages, type StageTally, type Tally } from "./tally.ts";

/**
 * Consecutive runs that share their random streams and are simulated together. Part of the meaning of a seed: another
 * size gives other numbers. Measured flat from 1024 to 16384; 8192 hides the 10 µs of naming a stream.
 */
export const BLOCK_RUNS = 8192;

/** A block's tally, and the final progress X of each of its runs in order, units of work: a view of the workspace. */
export interface BlockResult {
  readonly tally: Tally;
  readonly progress: Float64Array;
}

/** Arrays by lane, shape [BLOCK_RUNS]; one set serves block after block. */
export interface Workspace extends Lanes {
  /** Final progress X so far, units of work. */ readonly total: Float64Array;
  /** 1 once a stage was unrecovered. */ readonly failed: Uint8Array;
  readonly runSteps: Float64Array;
  readonly runAttempts: Float64Array;
  /** 0, 1, 2, …: the lanes of a block whose runs all draw from one pool. */ readonly everyLane: Int32Array;
  /** Room for a figure of each run. */ readonly figures: Float64Array;
}

export function makeWorkspace(): Workspace {
  const doubles = () => new Float64Array(BLOCK_RUNS);
  const integers = () => new Int32Array(BLOCK_RUNS);
  return {
    progress: doubles(),
    steps: integers(),
    active: integers(),
    rejected: integers(),
    total: doubles(),
    failed: new Uint8Array(BLOCK_RUNS),
    runSteps: doubles(),
    runAttempts: doubles(),
    everyLane: integers().map((_, lane) => lane),
    figures: doubles(),
  };
}

/**
 * Simulates the runs of one block: a function of the first four arguments alone. A generator that yields after every
 * attempt of the lanes, so that a thread with other duties can turn to them; between yields it works one step budget.
 *
 * @param block  index ≥ 0 of the block, names its streams
 * @param runs   integer in [1, BLOCK_RUNS]; fewer than a full block only at the end of a simulation
 * @param work   not shared with another block under way; the result's progress is read from it
 */
export function* simulateBlock(program: Program, seed: string, block: number, runs: number, work: Workspace): Generator<void, BlockResult> {
  const { point } = program;
  const streams = { steps: namedStream(seed, block, "steps"), tails: namedStream(seed, block, "tails") };
  const stages = [...emptyTally(program.windows.length).stages];
  for (const lanes of [work.total, work.failed, work.steps, work.runSteps, work.runAttempts]) lanes.fill(0);

  for (const { pool, runsOfPool } of assignPools(program, seed, block, work.everyLane.subarray(0, runs))) {
    let alive = runsOfPool;
    for (const [t, window] of program.windows.entries()) {
      if (alive.length === 0) break;
      const stage = yield* simulateStage(program, pool, window, streams, work, alive);
      stages[t] = mergeStages(stages[t], stage);
      if (point.onUnrecovered === "abort") alive = alive.filter((lane) => work.failed[lane] === 0);
    }
  }
  return { tally: { ...tallyRuns(point.goal, work, runs), stages }, progress: work.total.subarray(0, runs) };
}

/** All attempts of the given lanes at one stage. Progress of a lane's last attempt counts, accepted or not. */
function* simulateStage(
  program: Program,
  pool: Pool,
  window: Window,
  streams: Streams,
  work: Workspace,
  alive: Int32Array,
): Generator<void, StageTally> {
  const { point } = program;
  const { steps, everyStep } = stepsOf(point, pool, window);
  const { request } = window;
  work.active.set(alive);
  const counts: Counts = { active: alive.length, rejected: 0 };
  let [attempts, squaredAttempts, stepsTaken, overshoot, exhaustion] = [0, 0, 0, 0, 0];

  for (let attempt = 1; attempt <= point.retryBudget && counts.active > 0; attempt++) {
    if (attempt > 1) countRetries(work, counts.active);
    attempts += counts.active;
    squaredAttempts += counts.active * (2 * attempt - 1); // a² = Σ over its attempts of 2k − 1
    for (let step = 1; step <= steps && counts.active > 0; step++) {
      stepsTaken += counts.active;
      const checked = everyStep || step === steps;
      const low = checked ? window.low : Number.POSITIVE_INFINITY;
      const high = checked ? window.high : Number.POSITIVE_INFINITY;
      stepAll(pool, streams, work, counts, { first: step === 1, low, high, request });
    }
    overshoot += counts.rejected;
    exhaustion += counts.active;
    // Those still short of the window are rejected too; all the rejected try again.
    work.rejected.set(work.active.subarray(0, counts.active), counts.rejected);
    counts.active += counts.rejected;
    counts.rejected = 0;
    [work.active, work.rejected] = [work.rejected, work.active];
    yield;
  }

  for (let i = 0; i < counts.active; i++) work.failed[work.active[i]] = 1;
  return {
    begun: alive.length,
    accepted: attempts - overshoot - exhaustion,
    overshoot,
    exhaustion,
    attempts: momentsOfCounts(alive.length, attempts, squaredAttempts),
    steps: closeStage(work, alive, stepsTaken / alive.length),
  };
}

function countRetries({ active, runAttempts }: Workspace, count: number): void {
  for (let i = 0; i < count; i++) runAttempts[active[i]]++;
}

/** Adds the stage to the runs and clears it; returns the moments of the steps taken at it, whose mean is known. */
function closeStage({ progress, steps, total, runSteps, runAttempts }: Workspace, alive: Int32Array, mean: number): Moments {
  const count = alive.length;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const lane = alive[i];
    const taken = steps[lane];
    steps[lane] = 0;
    total[lane] += progress[lane];
    runSteps[lane] += taken;
    runAttempts[lane]++; // the first attempt; retries were counted as they began
    squares += (taken - mean) * (taken - mean);
  }
  return { count, mean, squares };
}

/** Moments from Σa and Σa² of counts: exact, as the budgets keep n·Σa² below 2^53. */
function momentsOfCounts(count: number, sum: number, squared: number): Moments {
  return { count, mean: sum / count, squares: (count * squared - sum * sum) / count };
}

function tallyRuns(goal: number, { total, failed, figures, runAttempts, runSteps }: Workspace, runs: number): Omit<Tally, "stages"> {
  for (let lane = 0; lane < runs; lane++) figures[lane] = total[lane] - goal;
  const deviation = momentsOf(figures, runs);
  for (let lane = 0; lane < runs; lane++) figures[lane] = Math.abs(total[lane] - goal);
  const bias = momentsOf(figures, runs);
  let passed = 0;
  for (let lane = 0; lane < runs; lane++) {
    figures[passed] = figures[lane];
    passed += 1 - failed[lane];
  }
  const biasPassed = momentsOf(figures, passed);
  return { runs, passed, bias, biasPassed, deviation, attempts: momentsOf(runAttempts, runs), steps: momentsOf(runSteps, runs) };
}

/** The lanes of a block by the pool they draw from, in the order in which the pools first come up. */
function assignPools(program: Program, seed: string, block: number, lanes: Int32Array): { pool: Pool; runsOfPool: Int32Array }[] {
  const { pool, prune } = program.point;
  const members = pool.map((_, i) => i);
  if (prune === 0) return [{ pool: program.poolOf(members), runsOfPool: lanes }];

  const stream = namedStream(seed, block, "subset");
  const groups = new Map<string, { kept: number[]; lanes: number[] }>();
  for (const lane of lanes) {
    const kept = randomSubset(stream, members, pool.length - prune);
    const group = groups.get(kept.join());
    if (group) group.lanes.push(lane);
    else groups.set(kept.join(), { kept, lanes: [lane] });
  }
  return [...groups.values()].map((group) => ({ pool: program.poolOf(group.kept), runsOfPool: Int32Array.from(group.lanes) }));
}

/** A uniformly random subset of the given size, ascending, by a partial shuffle. Odds are even to 64·2^-32. */
export function randomSubset(stream: Stream, members: readonly number[], size: number): number[] {
  const shuffled = [...members];
  for (let i = 0; i < size; i++) {
    const j = i + Math.floor(((nextWord(stream) + 0.5) / 2 ** 32) * (shuffled.length - i));
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled.slice(0, size).sort((a, b) => a - b);
}
