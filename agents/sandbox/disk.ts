import { lstatSync, opendirSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Limits } from "./limits.ts";

/** What folders hold: bytes as allocated, so that holes do not count, and entries. */
export interface DiskUse {
  readonly bytes: number;
  readonly entries: number;
}

/** What the disk of a folder has left. */
type Free = DiskUse;
type DiskLimits = Pick<Limits, "diskBytes" | "diskEntries">;

/** A whole walk is made this often even where the free space of the disk says nothing; longer where a walk takes long. */
const WALK_EVERY_MS = 2_000;
const WALK_AT_LEAST_EVERY_MS = 10_000;

/**
 * Watches how much folders grow. A look is cheap: only when the free space of their disk has fallen by a quarter of the limit, or some
 * time has gone by, are the folders walked. A file system of fixed size would hold harder, but one in memory loses the work at the end
 * and one in a file needs root; so a writer may pass the limit by what it writes between two looks.
 */
export class DiskWatch {
  readonly #folders: readonly string[];
  readonly #limits: DiskLimits;
  #start: DiskUse | undefined;
  #free: readonly Free[] = [];
  #freeAtStart: readonly Free[] = [];
  #nextWalkMs = 0;

  constructor(folders: readonly string[], limits: DiskLimits) {
    this.#folders = folders;
    this.#limits = limits;
  }

  /** Takes what is there as the start. */
  async begin(): Promise<void> {
    this.#free = await this.#freeNow();
    this.#freeAtStart = this.#free;
    this.#start = await walk(this.#folders, { bytes: Number.POSITIVE_INFINITY, entries: 10 * this.#limits.diskEntries });
    this.#nextWalkMs = performance.now() + WALK_EVERY_MS;
  }

  /** @param certain  walk whatever the disk says, for the last look */
  async isOver(certain = false): Promise<boolean> {
    if (!this.#start) throw new Error("begin() comes first");
    const free = await this.#freeNow();
    const { diskBytes, diskEntries } = this.#limits;
    const fellBy = (before: readonly Free[], part: number) =>
      before.some(({ bytes, entries }, index) => {
        const now = free[index] as Free;
        return bytes - now.bytes > part * diskBytes || entries - now.entries > part * diskEntries;
      });
    const fell = fellBy(this.#free, 1 / 4);
    if (!certain && !fell && performance.now() < this.#nextWalkMs) return false;
    const startMs = performance.now();
    const most = { bytes: this.#start.bytes + this.#limits.diskBytes, entries: this.#start.entries + this.#limits.diskEntries };
    const use = await walk(this.#folders, most);
    this.#nextWalkMs = performance.now() + Math.min(WALK_AT_LEAST_EVERY_MS, Math.max(WALK_EVERY_MS, 20 * (performance.now() - startMs)));
    this.#free = free;
    return use.bytes > most.bytes || use.entries > most.entries || (use.isClosed && fellBy(this.#freeAtStart, 1));
  }

  #freeNow(): Promise<Free[]> {
    return Promise.all(
      this.#folders.map((folder) => statfs(folder).then(({ bfree, bsize, ffree }) => ({ bytes: bfree * bsize, entries: ffree }))),
    );
  }
}

/**
 * Follows no link and stops once it is over `most`. What vanishes meanwhile is nothing. What a closed folder holds is not seen, so that
 * one is over the limit where the whole disk lost as much; one nested too deep to be named is over it, since nobody can say what it
 * holds. Calls that wait are ten times quicker here than promises, so they are made in slices, between which others have their turn.
 */
async function walk(folders: readonly string[], most: DiskUse): Promise<Walked> {
  let [blocks, entries, isClosed] = [0, 0, false];
  const use = (): Walked => ({ bytes: 512 * blocks, entries, isClosed });
  const queue = [...folders];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const folder = orGone(() => opendirSync(path as string));
    if (folder === "too deep") return { ...use(), entries: Number.POSITIVE_INFINITY };
    if (folder === "closed") isClosed = true;
    if (folder === undefined || folder === "closed") continue;
    try {
      for (let entry = folder.readSync(); entry; entry = folder.readSync()) {
        const child = join(path, entry.name);
        const found = orGone(() => lstatSync(child));
        if (found === "too deep") return { ...use(), entries: Number.POSITIVE_INFINITY };
        if (entry.isDirectory()) queue.push(child);
        if (found !== "closed") blocks += found?.blocks ?? 0;
        if (++entries % ENTRIES_A_SLICE === 0) await setImmediate();
        if (512 * blocks > most.bytes || entries > most.entries) return use();
      }
    } finally {
      folder.closeSync();
    }
  }
  return use();
}

const ENTRIES_A_SLICE = 500;

/** What was seen, and whether there was a folder that may not be entered. */
interface Walked extends DiskUse {
  readonly isClosed: boolean;
}

function orGone<Found>(look: () => Found): Found | "too deep" | "closed" | undefined {
  try {
    return look();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENAMETOOLONG") return "too deep";
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === "EACCES" || code === "EPERM") return "closed";
    throw error;
  }
}
