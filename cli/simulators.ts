import type { Point } from "../model/point.ts";
import type { Simulator } from "../sim/simulate.ts";

/** Something that simulates, and what to tell it once its results are safe. */
export interface CommandSimulator extends Simulator {
  /** Whether it hands out parts as they are done; a queue keeps them itself. */ readonly inParts: boolean;
  /** Points worth having under way at once. */ readonly atOnce: number;
  /** A result is in the store. */ readonly onSaved?:
    | ((point: Point, options: { runs: number; seed: string }) => Promise<void>)
    | undefined;
  /** All results are written. */ readonly onFinished?: (() => Promise<void>) | undefined;
}

/** Small points keep many workers busy only together; each costs the memory of one tally. */
const POINTS_AT_ONCE = 64;

/**
 * Threads of this process, or the workers at a queue.
 *
 * @param queue  a PostgreSQL URL, or "embedded": a database of this command's own and workers in this process
 */
export async function openSimulator(queue: string | undefined, workers: number): Promise<CommandSimulator> {
  if (queue === undefined) {
    const { createSimulator } = await import("../sim/simulate.ts");
    return { ...createSimulator({ workers }), inParts: true, atOnce: 1 };
  }
  return queue === "embedded" ? embedded(workers) : atQueue(queue);
}

async function atQueue(url: string): Promise<CommandSimulator> {
  const { openQueueSimulator } = await import("../queue/queueSimulator.ts");
  const simulator = await openQueueSimulator(url, { field: "--queue", onNotice: notice });
  return {
    simulate: (point, options) => simulator.simulate(point, options),
    close: () => simulator.close(),
    inParts: false,
    atOnce: POINTS_AT_ONCE,
    onSaved: (point, options) => simulator.forget(point, options),
    onFinished: () => simulator.forgetFinished(),
  };
}

async function embedded(workers: number): Promise<CommandSimulator> {
  const [{ startEmbedded }, { runWorker }] = await Promise.all([import("../queue/embedded.ts"), import("../queue/worker.ts")]);
  const database = await startEmbedded("--queue");
  const stop = new AbortController();
  const worker = runWorker(database.url, { threads: workers, signal: stop.signal, onNotice: notice });
  worker.catch((error: Error) => notice(`the local worker ended: ${error.message}`));
  const end = async () => {
    stop.abort();
    await worker.catch(() => undefined);
    await database.stop();
  };
  try {
    const simulator = await atQueue(database.url);
    const close = async () => {
      await simulator.close();
      await end();
    };
    return { ...simulator, close };
  } catch (error) {
    await end();
    throw error;
  }
}

export function notice(line: string): void {
  process.stderr.write(`harness-lab: ${line}\n`);
}
