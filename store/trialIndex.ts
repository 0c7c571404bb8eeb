import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { TrialRecord } from "../model/trial.ts";
import { RECORD, readTrial, type TrialFolder, type TrialPlace } from "./trials.ts";

/** What an index holds; the same object as long as nothing has changed. */
export interface Indexed<Kept> {
  /** By start, the earliest first. */ readonly trials: readonly Kept[];
  readonly damaged: readonly DamagedPlace[];
}

export interface DamagedPlace {
  readonly place: TrialPlace;
  /** One sentence. */ readonly damage: string;
}

type Known<Kept> = { readonly stamp: string } & ({ readonly startedAt: string; readonly kept: Kept } | DamagedPlace);

/**
 * A folder of trials that is listed again and again: a record is read once, and again only where its file changed. Nothing is read all at
 * once, so whoever shares the thread waits for one record at the most.
 */
export class TrialIndex<Kept> {
  readonly #trials: TrialFolder;
  readonly #kept: (record: TrialRecord, place: TrialPlace) => Kept;
  #known = new Map<string, Known<Kept>>();
  #last: Indexed<Kept> | undefined;
  #listing: Promise<Indexed<Kept>> | undefined;

  /** @param kept  what of a record stays in memory */
  constructor(trials: TrialFolder, kept: (record: TrialRecord, place: TrialPlace) => Kept) {
    this.#trials = trials;
    this.#kept = kept;
  }

  /** All that is there now; whoever asks while it is looked for gets the same. @throws Error where the folder cannot be read */
  list(): Promise<Indexed<Kept>> {
    this.#listing ??= this.#list().finally(() => {
      this.#listing = undefined;
    });
    return this.#listing;
  }

  async #list(): Promise<Indexed<Kept>> {
    const places = await this.#trials.places();
    const there = new Map<string, Known<Kept>>();
    let changed = this.#last === undefined || places.length !== this.#known.size;
    for (const place of places) {
      const stamp = await stampOf(join(place.folder, RECORD));
      const before = this.#known.get(place.folder);
      if (before?.stamp !== stamp) changed = true;
      there.set(place.folder, before?.stamp === stamp ? before : await this.#read(place, stamp));
    }
    this.#known = there;
    if (changed || this.#last === undefined) this.#last = indexed([...there.values()]);
    return this.#last;
  }

  async #read(place: TrialPlace, stamp: string): Promise<Known<Kept>> {
    const read = await readTrial(place);
    if ("damage" in read) return { stamp, place, damage: read.damage };
    return { stamp, startedAt: read.record.startedAt, kept: this.#kept(read.record, place) };
  }
}

function indexed<Kept>(known: readonly Known<Kept>[]): Indexed<Kept> {
  const trials = known.flatMap((one) => ("kept" in one ? [one] : [])).sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  return {
    trials: trials.map(({ kept }) => kept),
    damaged: known.flatMap((one) => ("damage" in one ? [{ place: one.place, damage: one.damage }] : [])),
  };
}

async function stampOf(file: string): Promise<string> {
  const found = await lstat(file).catch(() => undefined);
  return found ? `${found.ino} ${found.mtimeMs} ${found.size}` : "none";
}
