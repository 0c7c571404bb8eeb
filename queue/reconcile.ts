import type { Board } from "./board.ts";
import { type Cut, renewCut } from "./cuts.ts";
import type { Database } from "./database.ts";
import { expiryMs } from "./jobSize.ts";
import { heldParts } from "./partLocks.ts";
import type { Work } from "./work.ts";

/** Somebody else stopped the jobs of this simulation. */
class Cancelled extends Error {
  override readonly name = "Cancelled";
}

/** A job that was taken, but whose part no living worker holds for this long, is given to another. */
const DEAD_AFTER_MS = 2_000;

/** Looks after jobs whose parts do not come: sends those that are gone, and gives those of dead workers to others. */
export class Caretaker {
  readonly #database: Database;
  readonly #board: Board;
  /** Since when a taken job has been seen without a holder, by id. */
  readonly #orphanSince = new Map<string, number>();
  /** Ended jobs whose part was not there at the last look: it may come between two looks. */
  readonly #suspect = new Set<string>();
  #outages = 0;

  constructor(database: Database, board: Board) {
    this.#database = database;
    this.#board = board;
  }

  async look(works: readonly Work[]): Promise<void> {
    const cuts = works.flatMap((work) => [...work.out.values()].map((cut) => ({ work, cut })));
    if (cuts.length === 0) return;
    if (this.#database.outages() !== this.#outages) {
      // Workers take their locks anew after an outage: none of them is dead for having lost it.
      this.#outages = this.#database.outages();
      this.#orphanSince.clear();
    }
    const states = await this.#board.states(cuts.map(({ cut }) => cut.sent));
    const held = await heldParts(
      this.#database,
      cuts.map(({ cut }) => cut.key),
    );
    for (const { work, cut } of cuts) {
      const job = states.get(cut.sent);
      if (!job) await this.send(work, cut);
      else if (job.state === "active") await this.#takenJob(cut, held.has(cut.key));
      else if (job.state === "completed") await this.#endedJob(work, cut);
      else if (job.state === "cancelled") work.fail(new Cancelled("the jobs of this sweep were cancelled from elsewhere"));
      else if (job.state === "failed") work.fail(new Error(`workers failed too often at blocks from ${cut.firstBlock}: ${job.reason}`));
    }
  }

  async send(work: Work, { sent, firstBlock, blocks }: Cut): Promise<void> {
    await this.#board.send(sent, { ...work.asked, firstBlock, blocks }, expiryMs(blocks, work.msPerBlock));
  }

  /** Gives a cut whose job ended without its part a new one. */
  async renew(work: Work, cut: Cut): Promise<void> {
    const renewed = await renewCut(this.#database, cut);
    if (!renewed) return work.fail(new Cancelled("the parts of this sweep were removed from elsewhere"));
    work.expect(renewed);
    await this.send(work, renewed);
  }

  /** A worker takes a job first and its lock then, so one look is not enough. */
  async #takenJob({ sent }: Cut, held: boolean): Promise<void> {
    if (held) {
      this.#orphanSince.delete(sent);
      return;
    }
    const since = this.#orphanSince.get(sent);
    if (since === undefined) this.#orphanSince.set(sent, Date.now());
    else if (Date.now() - since >= DEAD_AFTER_MS) {
      this.#orphanSince.delete(sent);
      await this.#board.fail(sent, "its worker died");
    }
  }

  async #endedJob(work: Work, cut: Cut): Promise<void> {
    if (this.#suspect.delete(cut.sent)) await this.renew(work, cut);
    else this.#suspect.add(cut.sent);
  }
}
