import { InvalidInput } from "../model/invalid.ts";
import type { Point } from "../model/point.ts";
import type { SimulationResult } from "../model/result.ts";
import { runInThread } from "./inThread.ts";
import { Collector, type Job } from "./part.ts";
import { compile, type Tables } from "./program.ts";
import { startThreads } from "./threads.ts";

/** Most runs of one simulation: there the standard error of a rate is below 2e-5, and the step tables' own error is not far below. */
export const MOST_RUNS = 1e9;
const MOST_WORKERS = 256;

export interface RunOptions {
  /** Integer in [2, 1e9]: a single run has no variance, and so no interval. */ readonly runs: number;
  /** Names the random streams: with the point and `runs` it fixes every byte of the result. */ readonly seed: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of runs finished so far, rising to `runs`. */ readonly onProgress?: ((doneRuns: number) => void) | undefined;
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

  const simulate = async (point: Point, { runs, seed, signal, onProgress }: RunOptions) => {
    if (!Number.isInteger(runs) || runs < 2 || runs > MOST_RUNS)
      throw new InvalidInput("runs", `must be an integer in [2, ${MOST_RUNS}]`, runs);
    if (typeof seed !== "string") throw new InvalidInput("seed", "must be a string", seed);
    signal?.throwIfAborted();
    const job: Job = { point, runs, seed };
    const collector = new Collector(job);
    const onDone = () => onProgress?.(collector.doneRuns);
    if (threads) await threads.run(job, collector, signal, onDone);
    else await runInThread(job, compile(point, tables), collector, signal, onDone);
    return collector.result();
  };
  return { simulate, close: async () => threads?.close() };
}

/**
 * Simulates the definitions of the model, run by run: no theorem is used, so agreement with `theory/` is evidence.
 *
 * Rates have Wilson intervals, means normal ones from the sample variance, quantiles order-statistic ones from the first
 * 1e6 runs; all at 95%. Stage figures are pooled over the runs that began the stage. Under pruning the attempts of one run
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
