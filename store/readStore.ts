import { stat } from "node:fs/promises";
import { join } from "node:path";
import { InvalidInput } from "../model/invalid.ts";
import { type Connection, DATABASE_FILE, type Row } from "./database.ts";
import { DamagedDatabase } from "./databaseError.ts";
import { hasJsonRecords } from "./jsonFolder.ts";
import { type OnDamaged, openForWriting } from "./openForWriting.ts";
import { type ResultRecord, unsealed } from "./record.ts";
import { text } from "./results.ts";
import { openAtSchema } from "./schema.ts";

/** Which results are meant; every condition given must hold. */
export interface Filter {
  readonly experiment?: string | undefined;
  readonly method?: string | undefined;
  /** How the key begins, hex digits. */ readonly keyPrefix?: string | undefined;
  /** Begun then or later, ISO 8601 in UTC. */ readonly since?: string | undefined;
}

/** A sound record, with the readable name it is stored under. */
export interface Stored {
  readonly name: string;
  readonly record: ResultRecord;
}

/** A store open for reading. Any number of processes may read it at once, while none writes. */
export interface StoreReader {
  readonly folder: string;
  /** Results stored, damaged ones included. */ count(): Promise<number>;
  /**
   * Sound records in the order they were stored. One that is damaged, or lies where the file cannot be read, is told of and left out:
   * what is sound stays readable.
   */
  records(filter?: Filter): AsyncGenerator<Stored>;
  /** For temporary tables; what is stored cannot be changed by it. */ readonly connection: Connection;
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
  const { reader, close } = await openAtSchema(folder, field, "read");
  return {
    folder,
    connection: reader,
    count: async () => Number((await reader.all("select count(*) as n from results"))[0].n),
    async *records(filter = {}) {
      for await (const row of readableRows(reader, filter, (rows, reason) =>
        onDamaged(`${rows} in ${join(folder, DATABASE_FILE)}`, reason),
      )) {
        const key = text(row, "key");
        const record = unsealed(text(row, "record"), key);
        if (typeof record === "string") onDamaged(`record ${key} in ${join(folder, DATABASE_FILE)}`, record);
        else yield { name: text(row, "name"), record };
      }
    },
    close,
  };
}

async function bringUp(folder: string, field: string, onDamaged: OnDamaged): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new InvalidInput(field, "must be a folder with stored results", folder);
  if (await hasJsonRecords(folder)) return (await openForWriting(folder, field, onDamaged)).close();
  if (!(await stat(join(folder, DATABASE_FILE)).catch(() => undefined)))
    throw new InvalidInput(field, `must be a folder with stored results; it has no ${DATABASE_FILE}`, folder);
}

/** Rows read at once: few enough to hold, many enough to be quick. */
const PAGE = 2048;

/**
 * Rows page by page. A page that cannot be read is halved until the rows that can be read are out of it.
 *
 * @param onUnreadable  told at the end how many could not
 */
async function* readableRows(connection: Connection, filter: Filter, onUnreadable: OnDamaged): AsyncGenerator<Row> {
  const { where, values } = conditions(filter);
  const [{ last }] = await connection.all("select max(rowid) as last from results");
  const pages: [number, number][] = [];
  for (let from = 0; from <= Number(last ?? -1); from += PAGE) pages.push([from, from + PAGE - 1]);
  pages.reverse();
  let unreadable = 0;
  let reason = "";
  for (let page = pages.pop(); page; page = pages.pop()) {
    const [from, to] = page;
    try {
      yield* await connection.all(`select key, name, record from results where rowid between $1 and $2 ${where.join(" ")} order by rowid`, [
        from,
        to,
        ...values,
      ]);
    } catch (error) {
      if (!(error instanceof DamagedDatabase)) throw error;
      const middle = Math.floor((from + to) / 2);
      if (from < to) pages.push([middle + 1, to], [from, middle]);
      else unreadable++;
      reason = "the file cannot be read there";
    }
  }
  if (unreadable > 0) onUnreadable(unreadable === 1 ? "1 record" : `${unreadable} records`, reason);
}

function conditions({ experiment, method, keyPrefix, since }: Filter): { where: string[]; values: string[] } {
  const values: string[] = [];
  const where = [
    ["experiment = ", experiment],
    ["method = ", method],
    ["key ^@ ", keyPrefix],
    ["started_at >= ", since],
  ].flatMap(([condition, value]) => (value === undefined ? [] : [`and ${condition}$${values.push(value) + 2}`]));
  return { where, values };
}
