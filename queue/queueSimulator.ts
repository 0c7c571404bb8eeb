import { setMaxListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Point } from "../model/point.ts";
import type { SimulationResult } from "../model/result.ts";
import { type RunOptions, requireOptions, type Simulator } from "../sim/simulate.ts";
import { type Board, openBoard } from "./board.ts";
import { type Cut, cutNext, cutsOf, forgetJob, keptJobs } from "./cuts.ts";
import { type Database, openDatabase } from "./database.ts";
import { jobSize } from "./jobSize.ts";
import { type Asked, jobKey } from "./order.ts";
import { dropPart, type FoundPart, findParts, readPart } from "./parts.ts";
import { Caretaker } from "./reconcile.ts";
import { expectedThreads } from "./roster.ts";
import { makeTables } from "./tables.ts";
import { Work } from "./work.ts";

export interface QueueOptions {
  /** What the user calls the address, for messages. */ readonly field?: string;
  /** Told in one line of whatever the user should know: an outage, no workers, a damaged part. */ readonly onNotice?: (
    line: string,
  ) => void;
}

/** A simulator whose blocks are done by whatever workers stand at a queue. */
export interface QueueSimulator extends Simulator {
  /**
   * Forgets the parts of a simulation whose result is safe; until then a submitter that starts anew finds them.
   * Costs nothing where there are none.
   */
  forget(point: Point, options: Omit<Asked, "point">): Promise<void>;
  /** The same for every simulation that has its result. */ forgetFinished(): Promise<void>;
}

const LOOK_MS = 150;
const CARE_MS = 1_000;
const RESUME_MS = 500;
const AHEAD_MS = 1_000;
/** An outage longer than this ends the submitter; what is done stays in the database. */
const PATIENCE_MS = 10 * 60_000;
const CLOSING_PATIENCE_MS = 5_000;
/** A part that is damaged this often is no accident. */
const MOST_DAMAGED = 3;
const LONELY_AFTER_MS = 3_000;

/**
 * Opens the queue of a PostgreSQL database for submitting. Results have the bytes of `createSimulator`: parts are exact, and
 * each block counts once, however often it was run. Points simulated at the same time share the workers.
 * An abort asks the workers to stop, and keeps the parts that are done.
 *
 * @throws InvalidInput for an address that leads to no database
 */
export async function openQueueSimulator(url: string, options: QueueOptions = {}): Promise<QueueSimulator> {
  const { field = "queue", onNotice = () => undefined } = options;
  const patience = { ms: PATIENCE_MS };
  const database = await openDatabase(url, { field, patienceMs: () => patience.ms, waitAtFirst: false, onOutage: onNotice });
  try {
    await makeTables(database, field);
    return new Submitter(database, await openBoard(database, true), await keptJobs(database), patience, onNotice);
  } catch (error) {
    await database.close();
    throw error;
  }
}

class Submitter implements QueueSimulator {
  readonly #database: Database;
  readonly #board: Board;
  readonly #caretaker: Caretaker;
  readonly #onNotice: (line: string) => void;
  /** Jobs of which the database holds anything. */ readonly #kept: Set<string>;
  readonly #patience: { ms: number };
  readonly #works = new Map<string, Work>();
  /** Those that failed or were aborted, whose jobs are still to be cancelled. */ readonly #unwanted: Work[] = [];
  readonly #finished = new Set<string>();
  readonly #damaged = new Map<string, number>();
  #loop: Promise<void> | undefined;
  #closed = false;
  #threads = 0;
  #caredAt = 0;
  #lonelySince: number | undefined;
  /** Over all simulations so far: what a new one is expected to cost. */ #msPerBlock: number | undefined;

  constructor(database: Database, board: Board, kept: Set<string>, patience: { ms: number }, onNotice: (line: string) => void) {
    this.#database = database;
    this.#board = board;
    this.#caretaker = new Caretaker(database, board);
    this.#kept = kept;
    this.#patience = patience;
    this.#onNotice = onNotice;
  }

  async simulate(point: Point, options: RunOptions): Promise<SimulationResult> {
    const { runs, seed, until, signal, onProgress } = options;
    requireOptions(options);
    signal?.throwIfAborted();
    const asked: Asked = { point, runs, seed, until };
    const key = jobKey(asked);
    const known = this.#works.get(key);
    if (known) return known.result;
    const work = new Work(asked, key, onProgress);
    this.#works.set(key, work);
    const onAbort = () => work.fail(signal?.reason);
    if (signal) setMaxListeners(0, signal); // one for each point under way is no leak
    signal?.addEventListener("abort", onAbort, { once: true });
    this.#loop ??= this.#run();
    try {
      const result = await work.result;
      this.#finished.add(key);
      return result;
    } catch (error) {
      this.#cancel(work);
      throw error;
    } finally {
      signal?.removeEventListener("abort", onAbort);
      this.#works.delete(key);
    }
  }

  async forget(point: Point, options: Omit<Asked, "point">): Promise<void> {
    const key = jobKey({ ...options, point });
    this.#finished.delete(key);
    if (this.#kept.delete(key)) await forgetJob(this.#database, key);
  }

  async forgetFinished(): Promise<void> {
    for (const key of this.#finished) if (this.#kept.delete(key)) await forgetJob(this.#database, key);
    this.#finished.clear();
  }

  async close(): Promise<void> {
    this.#patience.ms = CLOSING_PATIENCE_MS;
    for (const work of this.#works.values()) {
      this.#cancel(work);
      work.fail(new Error("the queue was closed"));
    }
    this.#closed = true;
    await this.#loop;
    await this.#board.close();
    await this.#database.close();
  }

  #cancel(work: Work): void {
    if (this.#closed) return;
    this.#unwanted.push(work);
    this.#loop ??= this.#run();
  }

  /** One loop for all simulations under way, so that nothing happens between two statements; it ends when there is none. */
  async #run(): Promise<void> {
    try {
      while (this.#works.size > 0 || this.#unwanted.length > 0) {
        await this.#cancelUnwanted();
        await this.#resumeSome();
        const works = [...this.#works.values()].filter((work) => work.resumed && !work.ended);
        await this.#collect(works);
        if (Date.now() - this.#caredAt >= CARE_MS) {
          this.#caredAt = Date.now();
          await this.#caretaker.look(works);
          await this.#countWorkers();
        }
        await this.#sendMore(works);
        await pause(LOOK_MS);
      }
    } catch (error) {
      for (const work of this.#works.values()) work.fail(error);
    } finally {
      this.#loop = undefined;
    }
  }

  /** Not all at once: reading the parts of many simulations takes a while, and workers wait for jobs meanwhile. */
  async #resumeSome(): Promise<void> {
    const begun = Date.now();
    for (const work of this.#works.values()) {
      if (Date.now() - begun > RESUME_MS) return;
      if (!work.resumed) await this.#resume(work);
    }
  }

  /** Finds what an earlier submitter left: cuts stay as they were made, and their jobs may still be under way. */
  async #resume(work: Work): Promise<void> {
    work.resumed = true;
    if (!this.#kept.has(work.key)) {
      this.#kept.add(work.key);
      return;
    }
    for (const cut of await cutsOf(this.#database, work.key)) work.expect(cut);
    await this.#collect([work]);
    const states = await this.#board.states([...work.out.values()].map(({ sent }) => sent));
    for (const cut of [...work.out.values()])
      if (/completed|cancelled|failed/.test(states.get(cut.sent)?.state ?? "")) await this.#caretaker.renew(work, cut);
  }

  /** Asks the workers to stop what is not wanted any more; parts that are done stay. */
  async #cancelUnwanted(): Promise<void> {
    const cuts = this.#unwanted.splice(0).flatMap((work) => [...work.out.values()]);
    await this.#board.cancel(cuts.map(({ sent }) => sent));
  }

  async #collect(works: readonly Work[]): Promise<void> {
    const owner = new Map(works.flatMap((work) => work.wanted.map((key) => [key, work] as const)));
    if (owner.size === 0) return;
    for (const part of await findParts(this.#database, [...owner.keys()])) await this.#take(owner.get(part.key) as Work, part);
  }

  async #take(work: Work, found: FoundPart): Promise<void> {
    const cut = work.out.get(found.key);
    if (!cut || work.ended) return;
    if (found.error !== null) {
      await dropPart(this.#database, found.key);
      return work.fail(new RangeError(found.error));
    }
    try {
      work.collector.add(readPart(found, cut));
    } catch (error) {
      return this.#refuse(work, found.key, (error as Error).message);
    }
    work.took(cut, found.busyMs);
    this.#msPerBlock = work.msPerBlock;
  }

  /** A damaged part is made again; nothing of it has been counted. */
  async #refuse(work: Work, key: string, reason: string): Promise<void> {
    const cut = work.out.get(key);
    const times = (this.#damaged.get(key) ?? 0) + 1;
    this.#damaged.set(key, times);
    await dropPart(this.#database, key);
    if (!cut || times >= MOST_DAMAGED) return work.fail(new Error(`a part was damaged ${times} times: ${reason}`));
    this.#onNotice(`the part of blocks ${cut.firstBlock} to ${cut.firstBlock + cut.blocks - 1} was refused (${reason}); it is made again`);
    await this.#caretaker.renew(work, cut);
  }

  /**
   * Keeps two jobs per thread out, or small ones that last a second together, so that no worker waits for the submitter.
   * Earlier simulations go first.
   */
  async #sendMore(works: readonly Work[]): Promise<void> {
    const threads = Math.max(1, this.#threads);
    const costMs = (work: Work, { blocks }: Cut) => blocks * (work.msPerBlock ?? this.#msPerBlock ?? Number.POSITIVE_INFINITY);
    const out = works.flatMap((work) => [...work.out.values()].map((cut) => costMs(work, cut)));
    let [jobs, ms] = [out.length, out.reduce((sum, cost) => sum + cost, 0)];
    for (const work of works)
      while (!work.ended && work.remaining > 0 && (jobs < 2 * threads + 2 || ms < AHEAD_MS * threads)) {
        const msPerBlock = work.msPerBlock ?? this.#msPerBlock;
        const blocks = jobSize({ remaining: work.remaining, msPerBlock, largest: work.largest, threads });
        const cut = await cutNext(this.#database, work.key, work.nextBlock, blocks);
        work.expect(cut);
        await this.#caretaker.send(work, cut);
        jobs++;
        ms += costMs(work, cut);
      }
  }

  async #countWorkers(): Promise<void> {
    this.#threads = await expectedThreads(this.#database);
    if (this.#threads > 0) this.#lonelySince = undefined;
    else if (this.#lonelySince === undefined) this.#lonelySince = Date.now();
    else if (Date.now() - this.#lonelySince > LONELY_AFTER_MS && this.#lonelySince !== Number.POSITIVE_INFINITY) {
      this.#lonelySince = Number.POSITIVE_INFINITY; // said once, until one comes
      this.#onNotice("no worker of this version is at the queue: start some with `harness-lab worker`; waiting");
    }
  }
}
