import { stat } from "node:fs/promises";
import { join } from "node:path";
import { InvalidInput } from "../model/invalid.ts";
import { openBeforeDamage } from "./brokenLog.ts";
import { type Connection, DATABASE_FILE, type Row } from "./database.ts";
import { DamagedDatabase } from "./databaseError.ts";
import { type Filter, filterConditions } from "./filter.ts";
import { hasJsonRecords } from "./jsonFolder.ts";
import { type OnDamaged, openForWriting } from "./openForWriting.ts";
import { type ResultRecord, unsealed } from "./record.ts";
import { nameOf, text } from "./results.ts";
import { openAtSchema } from "./schema.ts";

/** A sound record, with the readable name it is stored under. */
export interface Stored {
  readonly name: string;
  readonly record: ResultRecord;
}

/** What is stored, as long as the store is open. */
export interface StoredResults {
  readonly folder: string;
  /** Results stored, damaged ones included. */ count(): Promise<number>;
  /**
   * Sound records in the order they were stored. One that is damaged, or lies where the file cannot be read, is told of and left out:
   * what is sound stays readable.
   */
  records(filter?: Filter): AsyncGenerator<Stored>;
  /** For queries and temporary tables; what is stored must not be changed by it. */ readonly connection: Connection;
}

/** A store open for reading. Any number of processes may read it at once, while none writes. */
export interface StoreReader extends StoredResults {
  close(): Promise<void>;
}

export interface ReadOptions {
  readonly field: string;
  readonly onDamaged: OnDamaged;
}

/**
 * Opens the database of a folder for reading. A folder of JSON records, a store of schema 1, is first taken into a database.
 *
 * @throws InvalidInput, one sentence, where there are no results, another process writes, or the file cannot be read
 */
export async function readStore(folder: string, { field, onDamaged }: ReadOptions): Promise<StoreReader> {
  await bringUp(folder, field, onDamaged);
  const { reader, close } = await openAtSchema(folder, field, "read").catch((error: unknown) =>
    openBeforeDamage(folder, field, error, onDamaged),
  );
  return { ...storedResults(reader, folder, onDamaged), close };
}

/** @param reader  sees what is committed */
export function storedResults(reader: Connection, folder: string, onDamaged: OnDamaged): StoredResults {
  return {
    folder,
    connection: reader,
    count: async () => Number((await reader.all("select count(*) as n from results"))[0].n),
    async *records(filter = {}) {
      const where = join(folder, DATABASE_FILE);
      for await (const row of readableRows(reader, filter, (rows, reason) => onDamaged(`${rows} in ${where}`, reason))) {
        const record = unsealed(text(row, "record"), row.key === null ? undefined : text(row, "key"));
        if (typeof record === "string") onDamaged(`record ${row.key ?? "without a key"} in ${where}`, record);
        else {
          const stored = { name: row.name === null ? nameOf(record.identity) : text(row, "name"), record };
          if (passes(stored, filter)) yield stored;
        }
      }
    },
  };
}

async function bringUp(folder: string, field: string, onDamaged: OnDamaged): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new InvalidInput(field, "must be a folder with stored results", folder);
  if (await hasJsonRecords(folder)) return (await openForWriting(folder, field, onDamaged)).close();
  if (!(await stat(join(folder, DATABASE_FILE)).catch(() => undefined)))
    throw new InvalidInput(field, `must be a folder with stored results; it has no ${DATABASE_FILE}`, folder);
}

/** Rows read at once: what the database reads at once in any case. */
const PAGE = 2048;

/**
 * Rows page by page. The database reads a page as a whole, so where it cannot, its records are fetched one by one by their keys; and where
 * the keys cannot be read, the records without them: a sealed record holds its own.
 *
 * @param onUnreadable  told at the end how many could not be read at all
 */
async function* readableRows(connection: Connection, filter: Filter, onUnreadable: OnDamaged): AsyncGenerator<Row> {
  const { where, values } = filterConditions(filter, 2);
  const conditional = `where ${["rowid between $1 and $2", ...where].join(" and ")} order by rowid`;
  const [{ last }] = await connection.all("select max(rowid) as last from results");
  let unreadable = 0;
  for (let from = 0; from <= Number(last ?? -1); from += PAGE) {
    const rows = await unlessDamaged(
      connection.all(`select key, name, record from results ${conditional}`, [from, from + PAGE - 1, ...values]),
    );
    if (rows) {
      yield* rows;
      continue;
    }
    const keys = await unlessDamaged(connection.all(`select key from results ${conditional}`, [from, from + PAGE - 1, ...values]));
    for (const { key } of keys ?? []) {
      const row = await unlessDamaged(connection.all("select key, null as name, record from results where key = $1", [String(key)]));
      if (row) yield* row;
      else unreadable++;
    }
    if (keys) continue;
    const alone = "select null as key, null as name, record from results where rowid between $1 and $2 order by rowid";
    const records = await unlessDamaged(connection.all(alone, [from, from + PAGE - 1]));
    if (records) yield* records;
    else unreadable += Math.min(PAGE, Number(last) + 1 - from);
  }
  if (unreadable > 0) onUnreadable(unreadable === 1 ? "1 record" : `${unreadable} records`, "the file cannot be read there");
}

function unlessDamaged(rows: Promise<Row[]>): Promise<Row[] | undefined> {
  return rows.catch((error: unknown) => {
    if (error instanceof DamagedDatabase) return undefined;
    throw error;
  });
}

/** `filterConditions` of a record by itself. */
function passes({ name, record }: Stored, { experiment, method, keyPrefix, since, namePart }: Filter): boolean {
  const { key, identity, provenance } = record;
  return (
    (experiment === undefined || identity.experiment === experiment) &&
    (method === undefined || identity.method === method) &&
    (keyPrefix === undefined || key.startsWith(keyPrefix)) &&
    (since === undefined || provenance.startedAt >= since) &&
    (namePart === undefined || name.toLowerCase().includes(namePart.toLowerCase()))
  );
}
