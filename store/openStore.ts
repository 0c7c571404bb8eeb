import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, UNFINISHED, writeAtomically, writing } from "./atomicFile.ts";
import { canonicalJson } from "./canonicalJson.ts";
import { provenanceOf, rememberCode } from "./provenance.ts";
import { type ResultRecord, sealed, unsealed } from "./record.ts";
import { type Identity, resultKey } from "./resultKey.ts";

export interface StoreOptions {
  /** What the user calls the folder, for messages. */ readonly field?: string;
  /** Told once of each record that is damaged and will be produced again. */ readonly onDamaged?: (file: string, reason: string) => void;
}

export interface ProduceOptions {
  /** The parameters as the user passed them; the resolved ones unless given. */ readonly passed?: unknown;
  /** Readable beginning of the file name; the experiment and the method unless given. */ readonly name?: string;
}

/** A folder of results, add-only: a key stands for one result for ever. */
export interface Store {
  readonly folder: string;
  /** The record of that key, or undefined when it is absent or damaged. */
  load(key: string): Promise<ResultRecord | undefined>;
  save(record: ResultRecord, name?: string): Promise<void>;
  /**
   * The stored result of this identity, or a fresh one, stored before it is returned.
   * Fresh results come back as they would be read, so the first and the second run say the same.
   */
  produceOrLoad<T>(
    identity: Identity,
    produce: () => T | Promise<T>,
    options?: ProduceOptions,
  ): Promise<{ readonly result: T; readonly reused: boolean }>;
}

/** An unfinished file this old belongs to a process that was killed. */
const ABANDONED_MS = 3_600_000;
/** Hex digits of the key in a file name: 96 bits; the record holds the whole key. */
const NAMED_DIGITS = 24;
const RECORD = new RegExp(`^(?:.*-)?([0-9a-f]{${NAMED_DIGITS}})\\.json$`);

/**
 * Opens a folder of results, made if need be. Any number of processes may share it: records appear whole, by renaming.
 *
 * @throws InvalidInput when the folder cannot be made or written
 */
export async function openStore(folder: string, { field = "results folder", onDamaged = warn }: StoreOptions = {}): Promise<Store> {
  await makeFolder(folder, field);
  await writing(folder, field, () => probe(folder));
  rememberCode(); // the results belong to the code as it is now, not as it is when they are done
  /** File name by the key's named digits: people may rename the readable part. */
  const files = await listRecords(folder);
  const reported = new Set<string>();

  const readRecord = async (file: string, key: string): Promise<ResultRecord | undefined> => {
    const text = await readFile(join(folder, file), "utf8").catch((error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? undefined : "",
    );
    if (text === undefined) return undefined;
    const record = unsealed(text, key);
    if (typeof record !== "string") return record;
    if (!reported.has(file)) onDamaged(join(folder, file), record);
    reported.add(file);
    return undefined;
  };

  const save = async (record: ResultRecord, name = `${record.identity.experiment}-${record.identity.method}`) => {
    const file = files.get(digitsOf(record.key)) ?? fileName(name, record.key);
    await writeAtomically(join(folder, file), sealed(record), field);
    files.set(digitsOf(record.key), file);
    reported.delete(file);
  };

  return {
    folder,
    save,
    async load(key) {
      // Another process may have added it since the folder was read.
      if (!files.has(digitsOf(key))) for (const [digits, file] of await listRecords(folder)) files.set(digits, file);
      const file = files.get(digitsOf(key));
      return file === undefined ? undefined : readRecord(file, key);
    },
    async produceOrLoad<T>(identity: Identity, produce: () => T | Promise<T>, options: ProduceOptions = {}) {
      const key = resultKey(identity);
      const name = options.name ?? `${identity.experiment}-${identity.method}`;
      // The name is tried as it would be given: reading a large folder anew for every result would take longer than the work.
      const stored = await readRecord(files.get(digitsOf(key)) ?? fileName(name, key), key);
      if (stored) return { result: stored.result as T, reused: true };
      const startedAt = new Date();
      const result = asStored(await produce());
      const provenance = await provenanceOf(startedAt);
      await save({ key, identity, passed: options.passed ?? identity.parameters, provenance, result }, name);
      return { result, reused: false };
    },
  };
}

const digitsOf = (key: string): string => key.slice(0, NAMED_DIGITS);

/** @throws TypeError when the result holds what JSON would quietly turn into null */
function asStored<T>(result: T): T {
  canonicalJson(result);
  return JSON.parse(JSON.stringify(result)) as T;
}

/** Making a folder that exists says nothing of whether it can be written. */
async function probe(folder: string): Promise<void> {
  const file = join(folder, `.probe-${process.pid}.tmp`);
  await writeFile(file, "");
  await rm(file, { force: true });
}

function fileName(name: string, key: string): string {
  const readable = name.replace(/[^A-Za-z0-9._=-]+/g, "-").replace(/^[.-]+/, "");
  return `${readable.slice(0, 80)}-${digitsOf(key)}.json`;
}

async function listRecords(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const file of await readdir(folder)) {
    const digits = RECORD.exec(file)?.[1];
    if (digits) files.set(digits, file);
    else if (UNFINISHED.test(file)) await removeAbandoned(join(folder, file));
  }
  return files;
}

async function removeAbandoned(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
}

function warn(file: string, reason: string): void {
  process.stderr.write(`harness-lab: ${file} is damaged (${reason}); its result is produced again\n`);
}
