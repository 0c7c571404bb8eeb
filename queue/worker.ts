import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { runsOfRange } from "../sim/part.ts";
import { startThreads, type Threads } from "../sim/threads.ts";
import { type Board, openBoard } from "./board.ts";
import { type Database, openDatabase } from "./database.ts";
import { jobKey, type Order, partKey, readOrder } from "./order.ts";
import { openPartLocks, type PartLocks } from "./partLocks.ts";
import { isWanted, writePart } from "./parts.ts";
import { BEAT_MS, sayGone, sayPresent } from "./roster.ts";
import { makeTables } from "./tables.ts";

export interface WorkerOptions {
  /** What the user calls the address, for messages. */ readonly field?: string;
  readonly threads: number;
  /** End when there is nothing left to do. */ readonly once?: boolean;
  /** Once aborted, no more jobs are taken; those at hand are finished, or given back if they take too long. */ readonly signal: AbortSignal;
  /** Told in one line of an outage and the like. */ readonly onNotice?: (line: string) => void;
  readonly onPart?: ((runs: number) => void) | undefined;
}

const IDLE_MS = 200;
const WATCH_MS = 1_000;
/** How long a job may still take once the worker is asked to stop. */
const GRACE_MS = 8_000;

/**
 * Takes jobs from a queue and does them until it is stopped; outages of the database are waited out.
 *
 * @throws InvalidInput for an address that leads to no database
 */
export async function runWorker(url: string, options: WorkerOptions): Promise<void> {
  const { field = "queue", threads: count, signal, onNotice = () => undefined } = options;
  // Not bound to the signal: a job at hand is written down after it.
  const giveUp = new AbortController();
  const database = await openDatabase(url, {
    field,
    patienceMs: () => Number.POSITIVE_INFINITY,
    waitAtFirst: true,
    onOutage: onNotice,
    signal: giveUp.signal,
  });
  setMaxListeners(0, signal, giveUp.signal); // each thread listens
  const grace = () => setTimeout(() => giveUp.abort(), GRACE_MS).unref();
  if (signal.aborted) grace();
  else signal.addEventListener("abort", grace, { once: true });
  const locks = openPartLocks(database);
  const threads = startThreads(count);
  try {
    await makeTables(database, field);
    const board = await openBoard(database, false);
    const hand = new Hand({ database, board, locks, threads, options, giveUp: giveUp.signal });
    await hand.work();
    await board.close();
  } catch (error) {
    if (!giveUp.signal.aborted) throw error;
  } finally {
    await locks.close();
    await threads.close();
    await database.close();
  }
}

interface Tools {
  readonly database: Database;
  readonly board: Board;
  readonly locks: PartLocks;
  readonly threads: Threads;
  readonly options: WorkerOptions;
  readonly giveUp: AbortSignal;
}

class Hand {
  readonly #tools: Tools;
  readonly #id = randomUUID();
  #parts = 0;
  #repeatedBlocks = 0;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  async work(): Promise<void> {
    const { database, options } = this.#tools;
    const ended = new AbortController();
    const present = async () => {
      while (!ended.signal.aborted) {
        await this.#sayPresent();
        await pause(BEAT_MS, undefined, { signal: ended.signal }).catch(() => undefined);
      }
    };
    const beat = present();
    beat.catch(() => undefined); // reported below
    try {
      await Promise.all(Array.from({ length: options.threads }, () => this.#takeJobs()));
    } finally {
      ended.abort();
    }
    await beat;
    await sayGone(database, this.#id);
  }

  #sayPresent(): Promise<void> {
    const { database, options } = this.#tools;
    return sayPresent(database, { id: this.#id, threads: options.threads, parts: this.#parts, repeatedBlocks: this.#repeatedBlocks });
  }

  async #takeJobs(): Promise<void> {
    const { board, options } = this.#tools;
    while (!options.signal.aborted) {
      const job = await board.take();
      if (job) await this.#do(job.id, job.data);
      else if (options.once) return;
      else await pause(IDLE_MS, undefined, { signal: options.signal }).catch(() => undefined);
    }
  }

  async #do(id: string, data: unknown): Promise<void> {
    const { board, database, locks } = this.#tools;
    let order: Order;
    try {
      order = readOrder(data);
    } catch (error) {
      return board.fail(id, (error as Error).message);
    }
    const key = partKey(jobKey(order), order.firstBlock, order.blocks);
    await locks.hold(key);
    try {
      if (await isWanted(database, key)) await this.#make(id, key, order);
      else await board.complete(id);
    } finally {
      await locks.release(key);
    }
  }

  async #make(id: string, key: string, order: Order): Promise<void> {
    const { board, database, threads, giveUp, options } = this.#tools;
    const cancelled = new AbortController();
    const range = { from: order.firstBlock, to: order.firstBlock + order.blocks };
    const stopWatch = this.#watch(id, cancelled);
    try {
      const { part, busyMs } = await threads.part(order, range, AbortSignal.any([cancelled.signal, giveUp]));
      const outcome = await writePart(database, key, part, busyMs);
      if (outcome === "written") this.#parts++;
      else this.#repeatedBlocks += order.blocks;
      await board.complete(id);
      options.onPart?.(runsOfRange(order, range));
    } catch (error) {
      if (cancelled.signal.aborted) return;
      // A law beyond double precision is so on every machine: the submitter is told, and nobody tries again.
      if (error instanceof RangeError) {
        await writePart(database, key, error, 0);
        return board.complete(id);
      }
      await board.fail(id, giveUp.aborted ? "its worker was stopped" : (error as Error).message);
    } finally {
      stopWatch();
    }
  }

  /** Stops a job that its submitter does not want any more. */
  #watch(id: string, cancelled: AbortController): () => void {
    const { board } = this.#tools;
    const timer = setInterval(async () => {
      const job = (await board.states([id]).catch(() => undefined))?.get(id);
      if (job?.state === "cancelled") cancelled.abort(new Error("cancelled"));
    }, WATCH_MS);
    return () => clearInterval(timer);
  }
}
