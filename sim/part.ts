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

/** Some consecutive blocks of a job, done. */
export interface Part {
  /** Index of the first block, ≥ 0. */ readonly firstBlock: number;
  /** How many, ≥ 1. */ readonly blocks: number;
  readonly tally: Tally;
}

export const blocksOf = (job: Job): number => Math.ceil(job.runs / BLOCK_RUNS);
export const runsOfBlock = (job: Job, block: number): number => Math.min(BLOCK_RUNS, job.runs - block * BLOCK_RUNS);
/** Runs in some consecutive blocks of a job. */
export const runsOfBlocks = (job: Job, firstBlock: number, blocks: number): number =>
  Math.min(job.runs, (firstBlock + blocks) * BLOCK_RUNS) - firstBlock * BLOCK_RUNS;

/**
 * Makes the record of a job from parts that come in any order and any sizes: the bytes of the record do not depend on them.
 */
export class Collector {
  readonly #job: Job;
  readonly #requests: readonly number[];
  /** Blocks taken, as disjoint ranges: first block → block after the last. */
  readonly #taken = new Map<number, number>();
  #tally: Tally;

  constructor(job: Job) {
    this.#job = job;
    this.#requests = requestsOf(job.point.stages, job.point.goal);
    this.#tally = emptyTally(this.#requests.length);
  }

  get doneRuns(): number {
    return this.#tally.runs;
  }

  get tally(): Tally {
    return this.#tally;
  }

  /** @throws RangeError for a part that is not of this job, or holds a block that was taken before */
  add({ firstBlock, blocks, tally }: Part): void {
    const end = firstBlock + blocks;
    if (!(firstBlock >= 0 && blocks >= 1 && end <= blocksOf(this.#job)))
      throw new RangeError(`no blocks ${firstBlock} to ${end - 1} in this job`);
    if (tally.runs !== runsOfBlocks(this.#job, firstBlock, blocks) || tally.stages.length !== this.#requests.length)
      throw new RangeError(`the part of blocks ${firstBlock} to ${end - 1} is not of this job`);
    for (const [from, to] of this.#taken)
      if (firstBlock < to && from < end) throw new RangeError(`block ${Math.max(from, firstBlock)} is there twice`);
    this.#take(firstBlock, end);
    this.#tally = mergeTallies(this.#tally, tally);
  }

  /** Ranges of blocks not taken yet, ascending: [first, after the last]. */
  missing(): [number, number][] {
    const gaps: [number, number][] = [];
    let next = 0;
    for (const [from, to] of [...this.#taken].sort(([a], [b]) => a - b)) {
      if (from > next) gaps.push([next, from]);
      next = to;
    }
    if (next < blocksOf(this.#job)) gaps.push([next, blocksOf(this.#job)]);
    return gaps;
  }

  /** @throws RangeError while blocks are missing */
  result(): SimulationResult {
    const [gap] = this.missing();
    if (gap) throw new RangeError(`blocks ${gap[0]} to ${gap[1] - 1} are missing`);
    return report(this.#tally, this.#requests, this.#job.point.goal, this.#job.seed);
  }

  /** Joined to its neighbours, so that parts in order leave one range however many they are. */
  #take(first: number, end: number): void {
    const after = this.#taken.get(end);
    this.#taken.delete(end);
    let [from, to] = [first, after ?? end];
    for (const [start, stop] of this.#taken)
      if (stop === first) {
        this.#taken.delete(start);
        from = start;
        break;
      }
    this.#taken.set(from, to);
    to = from;
  }
}
