import { join } from "node:path";
import { canonicalJson } from "./canonicalJson.ts";
import { type Connection, DATABASE_FILE } from "./database.ts";
import { keyFilterOf } from "./keyFilter.ts";
import { type OnDamaged, openForWriting } from "./openForWriting.ts";
import { checkPart, dropParts, keysOfParts, type PartStore, partsOf, putPart } from "./parts.ts";
import { provenanceOf, rememberCode } from "./provenance.ts";
import { type StoredResults, storedResults } from "./readStore.ts";
import { type ResultRecord, unsealed } from "./record.ts";
import { type Identity, resultKey } from "./resultKey.ts";
import { addRecord, nameOf, putRecord, textOf } from "./results.ts";

export interface StoreOptions {
  /** What the user calls the folder, for messages. */ readonly field?: string;
  /** Told once of each record or part that is damaged and will be produced again. */
  readonly onDamaged?: OnDamaged;
}

export interface ProduceOptions {
  /** The parameters as the user passed them; the resolved ones unless given. */ readonly passed?: unknown;
  /** Readable name, for people; the experiment and the method unless given. */ readonly name?: string;
}

/**
 * Results, add-only: a key stands for one result for ever. What a method has returned is on the disk.
 * It must be closed, also after a failure: until then no other process can use it. Closing waits for what is under way.
 */
export interface Store extends PartStore {
  readonly folder: string;
  /** All that is stored, to be read while the store is open for writing. */ readonly stored: StoredResults;
  /** The record of that key, or undefined when it is absent or damaged. */
  load(key: string): Promise<ResultRecord | undefined>;
  /** Saves a record, and in the same transaction drops the parts of its key. */
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
  close(): Promise<void>;
}

/**
 * Opens the database of a folder, both made if need be. JSON records of a store of schema 1 are taken in.
 *
 * @throws InvalidInput, one sentence, where the folder cannot be made or written, another process uses the store, its database is
 *         damaged, or a newer lab's
 */
export async function openStore(folder: string, { field = "results folder", onDamaged = warn }: StoreOptions = {}): Promise<Store> {
  rememberCode(); // the results belong to the code as it is now, not as it is when they are done
  const { reader, commits, close } = await openForWriting(folder, field, onDamaged);
  const reported = new Set<string>();
  const report = (what: string, reason: string) => {
    if (!reported.has(what)) onDamaged(`${what} in ${join(folder, DATABASE_FILE)}`, reason);
    reported.add(what);
  };
  // What follows is known here since nobody else can write: asking the database at every save would double what it takes.
  const [keys, keysWithParts] = await Promise.all([keyFilterOf(reader), keysOfParts(reader)]).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  /** The same result asked for twice at once is produced once. */
  const producing = new Map<string, Promise<unknown>>();

  let closed = false;

  const look = async (key: string): Promise<ResultRecord | "absent" | "damaged"> => {
    if (closed) throw new Error("the store is closed"); // before work that could not be kept
    const stored = keys.mayHold(key) ? await textOf(reader, key) : undefined;
    if (stored === undefined) return "absent";
    const record = unsealed(stored, key);
    if (typeof record !== "string") return record;
    report(`record ${key}`, record);
    return "damaged";
  };

  const save = async (record: ResultRecord, name: string, put: typeof putRecord) => {
    const hasParts = () => keysWithParts.has(record.key);
    const work = async (connection: Connection) => {
      await put(connection, record, name);
      if (hasParts()) await dropParts(connection, record.key);
    };
    await commits.commit(work, () => put === addRecord && !hasParts());
    keys.add(record.key);
    keysWithParts.delete(record.key);
    reported.delete(`record ${record.key}`);
  };

  const loadOrMake = async <T>(identity: Identity, make: () => T | Promise<T>, { passed = identity.parameters, name }: ProduceOptions) => {
    const key = resultKey(identity);
    const found = await look(key);
    if (typeof found !== "string") return { result: found.result as T, reused: true };
    const startedAt = new Date();
    const result = asStored(await make());
    const provenance = await provenanceOf(startedAt);
    await save({ key, identity, passed, provenance, result }, name ?? nameOf(identity), found === "absent" ? addRecord : putRecord);
    return { result, reused: false };
  };

  return {
    folder,
    stored: storedResults(reader, folder, onDamaged),
    async load(key) {
      const found = await look(key);
      return typeof found === "string" ? undefined : found;
    },
    save: (record, name = nameOf(record.identity)) => save(record, name, putRecord),
    async produceOrLoad<T>(identity: Identity, make: () => T | Promise<T>, options: ProduceOptions = {}) {
      const key = resultKey(identity);
      const asked = producing.get(key) as Promise<{ result: T; reused: boolean }> | undefined;
      if (asked) return { ...(await asked), reused: true };
      const made = loadOrMake(identity, make, options);
      producing.set(key, made);
      return made.finally(() => producing.delete(key));
    },
    async savePart(key, part) {
      checkPart(part);
      await commits.commit(async (connection) => {
        await putPart(connection, key, part);
        keysWithParts.add(key);
      });
    },
    loadParts: (key) => partsOf(reader, key, (what) => report(what, "its checksum does not fit its content")),
    close() {
      closed = true;
      return close();
    },
  };
}

/** @throws TypeError when the result holds what JSON would quietly turn into null */
function asStored<T>(result: T): T {
  canonicalJson(result);
  return JSON.parse(JSON.stringify(result)) as T;
}

function warn(what: string, reason: string): void {
  process.stderr.write(`harness-lab: ${what} is damaged (${reason}); its result is produced again\n`);
}
