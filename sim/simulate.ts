import { InvalidInput } from "../model/invalid.ts";
import type { Point } from "../model/point.ts";
import type { SimulationResult } from "../model/result.ts";
import { BLOCK_RUNS } from "./block.ts";
import { runInThread } from "./inThread.ts";
import { keepParts } from "./keepParts.ts";
import { blocksOf, Collector, type Job, type Part } from "./part.ts";
import { compile, type Tables } from "./program.ts";
import { startThreads } from "./threads.ts";
import { nextGoal, width } from "./until.ts";

/**
 * Most runs of one simulation. From some 1e10 on the step tables' own error, below 2^-14 standard deviations of a step and
 * near 1e-7 of them in the mean, is no longer small beside the interval.
 */
export const MOST_RUNS = 1e12;
const MOST_WORKERS = 256;

export interface RunOptions {
  /** Integer in [2, 1e12]: a single run has no variance, and so no interval. With `until`, at most so many. */ readonly runs: number;
  /** Names the random streams: with the point and `runs` it fixes every byte of the result. */ readonly seed: string;
  /** Stop once the 95% interval of the pass rate is no wider than this, in (0, 1). */ readonly until?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of runs finished so far, and how many are planned: `runs`, or with `until` what seems needed. */
  readonly onProgress?: ((doneRuns: number, planned: number) => void) | undefined;
  /** Parts of this simulation that were done before, in any order. */ readonly known?: readonly Part[] | undefined;
  /** Told of parts as they are done, a few seconds of work each, so that they can be kept. */ readonly onPart?:
    | ((part: Part) => void)
    | undefined;
}

export interface SimulatorOptions {
  /** Threads, integer in [1, 256]. 1, the default, is this thread; from 2 on this thread only merges. */ readonly workers?:
    | number
    | undefined;
}

export interface SimulateOptions extends RunOptions, SimulatorOptions {}

/** Keeps step tables and threads between points. Points may be simulated concurrently: they share the threads. */
export interface Simulator {
  simulate(point: Point, options: RunOptions): Promise<SimulationResult>;
  /** Stops the threads; simulations under way are rejected. */
  close(): Promise<void>;
}

/** @throws InvalidInput for a number of workers out of range */
export function createSimulator({ workers = 1 }: SimulatorOptions = {}): Simulator {
  if (!Number.isInteger(workers) || workers < 1 || workers > MOST_WORKERS)
    throw new InvalidInput("workers", `must be an integer in [1, ${MOST_WORKERS}]`, workers);
  const tables: Tables = new Map();
  const threads = workers === 1 ? undefined : startThreads(workers);

  const simulate = async (point: Point, options: RunOptions) => {
    const { runs, seed, until, signal, onProgress, known = [], onPart } = options;
    requireOptions(options);
    signal?.throwIfAborted();
    const job: Job = { point, runs, seed };
    const program = threads ? undefined : compile(point, tables);
    const collector = new Collector(job);
    const rest = new Set(known);
    const keeper = onPart && keepParts(onPart);
    for (let goal = until === undefined ? blocksOf(runs) : 1; ; goal = nextGoal(collector, goal, until as number)) {
      const planned = Math.min(runs, goal * BLOCK_RUNS);
      const take = (part: Part) => {
        collector.add(part);
        onProgress?.(collector.doneRuns, planned);
      };
      // Only what lies below the goal: with later parts known, `until` would decide on other grounds than without.
      for (const part of rest) {
        if (part.firstBlock + part.blocks > goal) continue;
        take(part);
        rest.delete(part);
      }
      for (const range of collector.missing(goal)) {
        const done = (part: Part) => {
          take(part);
          keeper?.add(part);
        };
        if (program) await runInThread(job, range, program, signal, done);
        else await threads?.run(job, range, signal, done);
        keeper?.flush();
      }
      if (until === undefined || goal === blocksOf(runs) || width(collector) <= until) return collector.result();
    }
  };
  return { simulate, close: async () => threads?.close() };
}

/**
 * Simulates the definitions of the model, run by run: no theorem is used, so agreement with `theory/` is evidence.
 *
 * Rates have Wilson intervals, means normal ones from the sample variance, quantiles order-statistic ones, widened to
 * the bins of a sketch, a 64th of a step's standard deviation wide or less; all at 95%. Stage figures are pooled over the runs that began the stage. Under pruning the attempts of one run
 * share its subset, so intervals of the attempt rates are then somewhat too narrow; those of all else are not touched.
 *
 * @param point  as `parsePoint` returns it
 * @returns the same bytes for the same point, runs and seed, whatever `workers` and the machine's load
 * @throws InvalidInput for options out of range; RangeError where a law is beyond double precision; the signal's reason
 * @see docs/model.md §2
 */
export async function simulate(point: Point, options: SimulateOptions): Promise<SimulationResult> {
  const simulator = createSimulator({ workers: options.workers });
  try {
    return await simulator.simulate(point, options);
  } finally {
    await simulator.close();
  }
}

/** @throws InvalidInput for options out of range */
export function requireOptions({ runs, seed, until }: RunOptions): void {
  if (!Number.isInteger(runs) || runs < 2 || runs > MOST_RUNS)
    throw new InvalidInput("runs", `must be an integer in [2, ${MOST_RUNS}]`, runs);
  if (typeof seed !== "string") throw new InvalidInput("seed", "must be a string", seed);
  if (until !== undefined && !(until > 0 && until < 1)) throw new InvalidInput("until", "must be in (0, 1)", until);
}
