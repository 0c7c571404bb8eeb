import type { SimulationResult } from "../model/result.ts";
import { BLOCK_RUNS } from "../sim/block.ts";
import { blocksOf, Collector } from "../sim/part.ts";
import type { RunOptions } from "../sim/simulate.ts";
import { nextGoal, width } from "../sim/until.ts";
import type { Cut } from "./cuts.ts";
import type { Asked } from "./order.ts";

/** Where a simulation stands that others are asked to do. */
export class Work {
  readonly asked: Asked;
  /** `jobKey`. */ readonly key: string;
  readonly collector: Collector;
  /** Cuts whose parts are not here yet, by key. */ readonly out = new Map<string, Cut>();
  /** The block where the next cut begins. */ #nextBlock = 0;
  /** Blocks to be done before it is decided whether they are enough; all of them where nothing is to decide. */ #goal: number;
  /** Blocks in the largest part so far. */ largest = 0;
  #busyMs = 0;
  #blocks = 0;
  readonly #onProgress: RunOptions["onProgress"];
  readonly #promise: Promise<SimulationResult>;
  #resolve: (result: SimulationResult) => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;
  /** Once what the database holds of it is known. */ resumed = false;
  /** Once it has a result or a reason why there is none. */ ended = false;

  constructor(asked: Asked, key: string, onProgress: RunOptions["onProgress"]) {
    this.asked = asked;
    this.key = key;
    this.collector = new Collector(asked);
    this.#goal = asked.until === undefined ? blocksOf(asked.runs) : 1;
    this.#onProgress = onProgress;
    this.#promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#promise.catch(() => undefined); // whoever waits for it may have gone
  }

  get result(): Promise<SimulationResult> {
    return this.#promise;
  }

  get nextBlock(): number {
    return this.#nextBlock;
  }

  /** Blocks not cut yet of those that are surely needed. */
  get remaining(): number {
    return Math.max(0, this.#goal - this.#nextBlock);
  }

  /** Keys of parts that may be taken now: a later one would let `until` decide on other grounds than on one machine. */
  get wanted(): string[] {
    return [...this.out.values()].filter(({ firstBlock, blocks }) => firstBlock + blocks <= this.#goal).map(({ key }) => key);
  }

  /** Measured cost of a block on one thread; undefined before the first part. */
  get msPerBlock(): number | undefined {
    return this.#blocks > 0 ? this.#busyMs / this.#blocks : undefined;
  }

  expect(cut: Cut): void {
    this.out.set(cut.key, cut);
    this.#nextBlock = Math.max(this.#nextBlock, cut.firstBlock + cut.blocks);
  }

  /** A part was taken; with the last one comes the result. */
  took(cut: Cut, busyMs: number): void {
    this.out.delete(cut.key);
    this.#blocks += cut.blocks;
    this.#busyMs += busyMs;
    this.largest = Math.max(this.largest, cut.blocks);
    this.#onProgress?.(this.collector.doneRuns, Math.min(this.asked.runs, this.#goal * BLOCK_RUNS));
    if (this.ended || this.collector.missing(this.#goal).length > 0) return;
    const { until, runs } = this.asked;
    if (until !== undefined && this.#goal < blocksOf(runs) && width(this.collector) > until)
      this.#goal = nextGoal(this.collector, this.#goal, until);
    else this.#end(() => this.#resolve(this.collector.result()));
  }

  fail(reason: unknown): void {
    this.#end(() => this.#reject(reason));
  }

  #end(tell: () => void): void {
    if (!this.ended) tell();
    this.ended = true;
  }
}
