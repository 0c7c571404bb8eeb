import { randomBytes } from "node:crypto";
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { shown } from "../model/invalid.ts";
import { isSample, type TrialRecord } from "../model/trial.ts";
import { makeFolder, writing } from "./atomicFile.ts";
import { canonicalJson } from "./canonicalJson.ts";
import { trialKey } from "./trialKey.ts";
import { shapeFault } from "./trialShape.ts";
import { removeAbandoned } from "./unfinished.ts";

/** A trial as it is kept. */
export interface KeptTrial {
  readonly record: TrialRecord;
  /** Folder of its files. */ readonly folder: string;
}

/** Where a trial is kept: the number-th of its key. */
export interface TrialPlace {
  readonly key: string;
  /** From 1, in the order in which they were kept. */ readonly number: number;
  readonly folder: string;
}

/** What was kept and cannot be read. */
export interface DamagedTrial {
  readonly folder: string;
  /** One sentence. */ readonly damage: string;
}

type Read = KeptTrial | DamagedTrial;

export interface TrialList {
  /** Those of one key beside each other, by number; keys by the start of their first. */ readonly trials: readonly KeptTrial[];
  readonly damaged: readonly DamagedTrial[];
}

const KEY = /^[0-9a-f]{64}$/;
const NUMBER = /^[1-9]\d{0,8}$/;

/**
 * Trials as folders: `KEY/1`, `KEY/2`, … each with a record and its trace. A trial that was no sample (its model failed, the lab was
 * stopped) is kept, and run again under the next number; nothing is ever overwritten. A folder appears whole under its name or not at
 * all, so a killed lab leaves no half trial and two labs at one folder lose nothing: the first sample of a key is the one that counts.
 */
export class TrialFolder {
  readonly #folder: string;
  readonly #field: string;

  /** @param field  what the user calls the folder, such as "--out" */
  constructor(folder: string, field: string) {
    this.#folder = folder;
    this.#field = field;
  }

  /** Knows before the work that it can be written, and clears away what killed labs left half. @throws InvalidInput */
  async open(): Promise<void> {
    await makeFolder(this.#folder, this.#field);
    const probe = join(this.#folder, `.${randomBytes(6).toString("hex")}.tmp`);
    await writing(this.#folder, this.#field, () => mkdir(probe));
    await rm(probe, { recursive: true, force: true });
    await removeAbandoned(this.#folder);
  }

  /** The sample of a key, if there is one. @throws Error where a folder cannot be read */
  async sample(key: string): Promise<KeptTrial | undefined> {
    const read = await this.ofKey(key);
    return read.flatMap((one) => ("record" in one ? [one] : [])).find(({ record }) => isSample(record.status));
  }

  /**
   * Keeps a trial. @param files  by name, beside its record
   * @throws InvalidInput where the disk is full or the folder cannot be written
   */
  async keep(record: TrialRecord, files: Readonly<Record<string, string>>): Promise<KeptTrial> {
    const home = join(this.#folder, record.key);
    const temporary = join(this.#folder, `.${record.key.slice(0, 16)}-${randomBytes(6).toString("hex")}.tmp`);
    return writing(this.#folder, this.#field, async () => {
      try {
        await mkdir(home, { recursive: true });
        await mkdir(temporary);
        for (const [name, text] of Object.entries(files)) await writeFile(join(temporary, name), text, { flush: true });
        await writeFile(join(temporary, RECORD), `${canonicalJson(record)}\n`, { flush: true });
        for (let number = ((await numbersIn(home)).at(-1) ?? 0) + 1; ; number++) {
          const folder = join(home, String(number));
          if (await renamed(temporary, folder)) return { record, folder };
        }
      } finally {
        await rm(temporary, { recursive: true, force: true });
      }
    });
  }

  /** All that is kept. An absent folder holds nothing. */
  async list(): Promise<TrialList> {
    const keys = (await readdir(this.#folder).catch(orNothing)).filter(isTrialKey).sort();
    const each = await inOrder(keys, async (key) => trialList(await this.ofKey(key)));
    return {
      trials: each.sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1)).flatMap(({ trials }) => trials),
      damaged: each.flatMap(({ damaged }) => damaged),
    };
  }

  /** All that is kept of one key, by number. @throws RangeError for what is no key */
  async ofKey(key: string): Promise<readonly (Read & { readonly place: TrialPlace })[]> {
    return inOrder(await this.#placesOf(key), async (place) => ({ place, ...(await readTrial(place)) }));
  }

  /** Where all that is kept lies, by key and number. */
  async places(): Promise<readonly TrialPlace[]> {
    const names = await readdir(this.#folder).catch(orNothing);
    const keys = names.filter(isTrialKey).sort();
    return (await inOrder(keys, (key) => this.#placesOf(key))).flat();
  }

  async #placesOf(key: string): Promise<readonly TrialPlace[]> {
    if (!isTrialKey(key)) throw new RangeError(`key must be 64 hex digits, got ${key}`);
    const home = join(this.#folder, key);
    return (await numbersIn(home)).map((number) => ({ key, number, folder: join(home, String(number)) }));
  }
}

export const isTrialKey = (text: string): boolean => KEY.test(text);

function trialList(read: readonly Read[]): TrialList {
  return {
    trials: read.flatMap((one) => ("record" in one ? [{ record: one.record, folder: one.folder }] : [])),
    damaged: read.flatMap((one) => ("damage" in one ? [{ folder: one.folder, damage: one.damage }] : [])),
  };
}

/** The file of a trial's record, in its folder. */
export const RECORD = "record.json";

const startOf = ({ trials }: TrialList): string => trials[0]?.record.startedAt ?? "";

const numbersIn = async (home: string): Promise<number[]> =>
  (await readdir(home).catch(orNothing))
    .filter((name) => NUMBER.test(name))
    .map(Number)
    .sort((a, b) => a - b);

/** @returns false where another lab has taken the name meanwhile */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}

/** The record of a trial, checked: what it lacks or has in another shape is damage, not a fault. */
export async function readTrial({ key, folder }: Pick<TrialPlace, "key" | "folder">): Promise<Read> {
  const file = join(folder, RECORD);
  try {
    const found = await lstat(file);
    if (!found.isFile()) return { folder, damage: "its record is no regular file" };
    if (found.size > MOST_BYTES) return { folder, damage: `its record is larger than ${MOST_BYTES} bytes` };
    const record = JSON.parse(await readFile(file, "utf8")) as TrialRecord;
    if (record?.schema !== 1) return { folder, damage: `its record is of schema ${shown(record?.schema ?? null)}, not 1` };
    const fault = shapeFault(record);
    if (fault !== undefined) return { folder, damage: `its record breaks a rule: ${fault}` };
    // The key is the cell's hash: a record that was changed by hand does not answer for another cell.
    if (record.key !== key || trialKey(record.cell) !== key) return { folder, damage: "its cell is not that of its key" };
    return { record, folder };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === undefined ? "it is no JSON" : code;
    return { folder, damage: code === "ENOENT" ? "it has no record" : `its record cannot be read (${why})` };
  }
}

/** A record holds numbers and names, and no text of an agent. */
const MOST_BYTES = 16 * 2 ** 20;

function orNothing(error: NodeJS.ErrnoException): never[] {
  if (error.code === "ENOENT") return [];
  throw error;
}

/** One after the other: thousands of files at once are more than a process may open. */
async function inOrder<Item, Result>(items: readonly Item[], read: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await read(item));
  return results;
}
