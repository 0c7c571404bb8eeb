import { type Moments, momentsOf } from "../numerics/moments.ts";
import { namedStream, nextWord, type Stream } from "../numerics/streams.ts";
import { type Counts, type Lanes, stepAll } from "./kernel.ts";
import type { Pool } from "./pool.ts";
import { type Program, stepsOf, type Window } from "./program.ts";
import { emptyTally, mergeStages, type StageTally, type Tally } from "./tally.ts";

/**
 * Consecutive runs that share their random streams and are simulated together. Part of the meaning of a seed: another
 * size gives other numbers. Measured flat from 1024 to 16384; 8192 hides the 10 µs of naming a stream.
 */
export const BLOCK_RUNS = 8192;

/** A block's tally, and the final progress X of each of its runs in order, units of work. */
export interface BlockResult {
  readonly tally: Tally;
  readonly progress: Float64Array;
}

/**
 * Simulates the runs of one block, a pure function of its arguments. A generator that yields after every attempt of the
 * lanes, so that a thread with other duties can turn to them: the longest it works between yields is one step budget.
 *
 * @param block  index ≥ 0 of the block, names its streams
 * @param runs   integer in [1, BLOCK_RUNS]; fewer than a full block only at the end of a simulation
 */
export function* simulateBlock(program: Program, seed: string, block: number, runs: number): Generator<void, BlockResult> {
  const { point } = program;
  const stream = namedStream(seed, block, "steps");
  const work = workspace(runs);
  const stages = [...emptyTally(program.windows.length).stages];

  for (const { pool, runsOfPool } of assignPools(program, seed, block, runs)) {
    let alive = runsOfPool;
    for (const [t, window] of program.windows.entries()) {
      if (alive.length === 0) break;
      const stage = yield* simulateStage(program, pool, window, stream, work, alive);
      stages[t] = mergeStages(stages[t], stage);
      if (point.onUnrecovered === "abort") alive = alive.filter((lane) => work.failed[lane] === 0);
    }
  }
  return { tally: { ...tallyRuns(point.goal, work), stages }, progress: work.total };
}

/** Arrays by lane, shape [runs]. */
interface Workspace extends Lanes {
  /** Final progress X so far, units of work. */ readonly total: Float64Array;
  /** 1 once a stage was unrecovered. */ readonly failed: Uint8Array;
  readonly runSteps: Float64Array;
  readonly runAttempts: Float64Array;
}

function workspace(runs: number): Workspace {
  return {
    progress: new Float64Array(runs), steps: new Int32Array(runs), active: new Int32Array(runs), rejected: new Int32Array(runs),
    total: new Float64Array(runs), failed: new Uint8Array(runs), runSteps: new Float64Array(runs), runAttempts: new Float64Array(runs),
  };
}

/** All attempts of the given lanes at one stage. Progress of a lane's last attempt counts, accepted or not. */
function* simulateStage(program: Program, pool: Pool, window: Window, stream: Stream, work: Workspace, alive: Int32Array) {
  const { point } = program;
  const { steps, everyStep } = stepsOf(point, pool, window);
  const { request } = window;
  work.active.set(alive);
  const counts: Counts = { active: alive.length, rejected: 0 };
  let [attempts, squaredAttempts, overshoot, exhaustion] = [0, 0, 0, 0];
  let rejected = 0;

  for (let attempt = 1; attempt <= point.retryBudget && counts.active > 0; attempt++) {
    const begun = counts.active;
    for (let i = 0; i < begun; i++) work.runAttempts[work.active[i]]++;
    attempts += begun;
    squaredAttempts += begun * (2 * attempt - 1); // a² = Σ over its attempts of 2k − 1
    for (let step = 1; step <= steps && counts.active > 0; step++) {
      const checked = everyStep || step === steps;
      const low = checked ? window.low : Number.POSITIVE_INFINITY;
      const high = checked ? window.high : Number.POSITIVE_INFINITY;
      stepAll(pool, stream, work, counts, { first: step === 1, low, high, request });
    }
    overshoot += counts.rejected;
    exhaustion += counts.active;
    // Those still short of the window are rejected too; all the rejected try again.
    work.rejected.set(work.active.subarray(0, counts.active), counts.rejected);
    rejected = counts.rejected + counts.active;
    [work.active, work.rejected] = [work.rejected, work.active];
    counts.active = rejected;
    counts.rejected = 0;
    yield;
  }

  for (let i = 0; i < rejected; i++) work.failed[work.active[i]] = 1;
  const accepted = attempts - overshoot - exhaustion;
  return {
    begun: alive.length, accepted, overshoot, exhaustion,
    attempts: momentsOfCounts(alive.length, attempts, squaredAttempts),
    steps: closeStage(work, alive),
  } satisfies StageTally;
}

/** Adds the stage to the runs and clears it; returns the moments of the steps taken at it. */
function closeStage(work: Workspace, alive: Int32Array): Moments {
  const { progress, steps, total, runSteps } = work;
  const count = alive.length;
  let taken = 0;
  for (let i = 0; i < count; i++) taken += steps[alive[i]];
  const mean = taken / count;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const lane = alive[i];
    total[lane] += progress[lane];
    squares += (steps[lane] - mean) ** 2;
    runSteps[lane] += steps[lane];
    steps[lane] = 0;
  }
  return { count, mean, squares };
}

/** Moments from Σa and Σa² of counts: exact, as the budgets keep n·Σa² below 2^53. */
function momentsOfCounts(count: number, sum: number, squared: number): Moments {
  return { count, mean: sum / count, squares: (count * squared - sum * sum) / count };
}

function tallyRuns(goal: number, work: Workspace): Omit<Tally, "stages"> {
  const deviation = work.total.map((progress) => progress - goal);
  const bias = deviation.map(Math.abs);
  const biasPassed = bias.filter((_, lane) => work.failed[lane] === 0);
  return {
    runs: bias.length,
    passed: biasPassed.length,
    bias: momentsOf(bias),
    biasPassed: momentsOf(biasPassed),
    deviation: momentsOf(deviation),
    attempts: momentsOf(work.runAttempts),
    steps: momentsOf(work.runSteps),
  };
}

/** The runs of a block by the pool they draw from, in the order in which the pools first come up. */
function assignPools(program: Program, seed: string, block: number, runs: number): { pool: Pool; runsOfPool: Int32Array }[] {
  const { pool, prune } = program.point;
  const members = pool.map((_, i) => i);
  if (prune === 0) return [{ pool: program.poolOf(members), runsOfPool: Int32Array.from({ length: runs }, (_, lane) => lane) }];

  const stream = namedStream(seed, block, "subset");
  const groups = new Map<string, { kept: number[]; lanes: number[] }>();
  for (let lane = 0; lane < runs; lane++) {
    const kept = randomSubset(stream, members, pool.length - prune);
    const group = groups.get(kept.join());
    if (group) group.lanes.push(lane);
    else groups.set(kept.join(), { kept, lanes: [lane] });
  }
  return [...groups.values()].map(({ kept, lanes }) => ({ pool: program.poolOf(kept), runsOfPool: Int32Array.from(lanes) }));
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
