import type { Point } from "../model/point.ts";
import { requestsOf } from "../model/requests.ts";
import type { SimulationResult } from "../model/result.ts";
import { BLOCK_RUNS, type BlockResult } from "./block.ts";
import { report } from "./report.ts";
import { emptyTally, mergeTallies, type Tally } from "./tally.ts";

/** Quantiles come from this many first runs at most, so that memory does not grow with the runs. */
const QUANTILE_RUNS = 1_000_000;

/** What is to be simulated. */
export interface Job {
  readonly point: Point;
  readonly runs: number;
  readonly seed: string;
}

export const blocksOf = (job: Job): number => Math.ceil(job.runs / BLOCK_RUNS);
export const runsOfBlock = (job: Job, block: number): number => Math.min(BLOCK_RUNS, job.runs - block * BLOCK_RUNS);
/** How many progress values of a block quantiles need, from its first run on. */
export const progressWanted = (block: number, runs: number): number => Math.min(runs, Math.max(0, QUANTILE_RUNS - block * BLOCK_RUNS));

/** Takes the blocks of a job in order and makes the record of them. */
export class Collector {
  readonly #job: Job;
  readonly #requests: readonly number[];
  readonly #progress: Float64Array;
  #tally: Tally;

  constructor(job: Job) {
    this.#job = job;
    this.#requests = requestsOf(job.point.stages, job.point.goal);
    this.#progress = new Float64Array(Math.min(job.runs, QUANTILE_RUNS));
    this.#tally = emptyTally(this.#requests.length);
  }

  get doneRuns(): number {
    return this.#tally.runs;
  }

  /** The next block in order: the order is what makes the bytes of a result independent of threads. */
  add(block: BlockResult): void {
    const room = this.#progress.length - this.doneRuns;
    if (room > 0) this.#progress.set(block.progress.subarray(0, room), this.doneRuns);
    this.#tally = mergeTallies(this.#tally, block.tally);
  }

  result(): SimulationResult {
    return report(this.#tally, this.#requests, this.#progress, this.#job.seed);
  }
}
