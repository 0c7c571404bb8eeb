import type { Point } from "../model/point.ts";
import { requestsOf } from "../model/requests.ts";
import type { SimulationResult } from "../model/result.ts";
import { BLOCK_RUNS } from "./block.ts";
import { report } from "./report.ts";
import { emptyTally, mergeTallies, type Tally } from "./tally.ts";

/** What is to be simulated. */
export interface Job {
  readonly point: Point;
  readonly runs: number;
  readonly seed: string;
}

/** Consecutive blocks, `from` ≤ block < `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Some consecutive blocks of a job, done. */
export interface Part {
  /** Index of the first block, ≥ 0. */ readonly firstBlock: number;
  /** How many, ≥ 1. */ readonly blocks: number;
  readonly tally: Tally;
}

export const blocksOf = (runs: number): number => Math.ceil(runs / BLOCK_RUNS);
export const runsOfBlock = (job: Job, block: number): number => Math.min(BLOCK_RUNS, job.runs - block * BLOCK_RUNS);
export const runsOfRange = (job: Job, { from, to }: Range): number => Math.min(job.runs, to * BLOCK_RUNS) - from * BLOCK_RUNS;

/**
 * Makes the record of a job from parts that come in any order and of any sizes: the bytes of the record do not depend on them.
 */
export class Collector {
  readonly job: Job;
  readonly #requests: readonly number[];
  /** Blocks taken, as disjoint ranges that do not touch: from → to. */
  readonly #taken = new Map<number, number>();
  #tally: Tally;

  constructor(job: Job) {
    this.job = job;
    this.#requests = requestsOf(job.point.stages, job.point.goal);
    this.#tally = emptyTally(this.#requests.length);
  }

  get doneRuns(): number {
    return this.#tally.runs;
  }

  get passedRuns(): number {
    return this.#tally.passed;
  }

  /** @throws RangeError for a part that is not of this job, or holds a block that was taken before */
  add({ firstBlock: from, blocks, tally }: Part): void {
    const to = from + blocks;
    const named = `blocks ${from} to ${to - 1}`;
    if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= blocksOf(this.job.runs)))
      throw new RangeError(`there are no ${named} in this job`);
    if (tally.runs !== runsOfRange(this.job, { from, to }) || tally.stages.length !== this.#requests.length)
      throw new RangeError(`the part of ${named} is not of this job`);
    for (const [start, end] of this.#taken)
      if (from < end && start < to) throw new RangeError(`block ${Math.max(from, start)} is there twice`);
    this.#take(from, to);
    this.#tally = mergeTallies(this.#tally, tally);
  }

  /** Ranges of blocks below `blocks` that have not been taken, ascending. */
  missing(blocks = blocksOf(this.job.runs)): Range[] {
    const gaps: Range[] = [];
    let next = 0;
    for (const [from, to] of [...this.#taken].sort(([a], [b]) => a - b)) {
      if (Math.min(from, blocks) > next) gaps.push({ from: next, to: Math.min(from, blocks) });
      next = to;
    }
    if (next < blocks) gaps.push({ from: next, to: blocks });
    return gaps;
  }

  /**
   * The record of what has been taken.
   * @throws RangeError where blocks are missing before the last taken, or there are none
   */
  result(): SimulationResult {
    const [gap] = this.missing(blocksOf(Math.max(1, this.doneRuns)));
    if (gap) throw new RangeError(`blocks ${gap.from} to ${gap.to - 1} are missing`);
    return report(this.#tally, this.#requests, this.job.point.goal, this.job.seed);
  }

  /** Joined to its neighbours, so that parts in order leave one range however many they are. */
  #take(from: number, to: number): void {
    const end = this.#taken.get(to) ?? to;
    this.#taken.delete(to);
    const before = [...this.#taken].find(([, stop]) => stop === from);
    this.#taken.set(before?.[0] ?? from, end);
  }
}
