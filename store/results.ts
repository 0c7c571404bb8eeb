import type { Connection, Row } from "./database.ts";
import { type ResultRecord, sealed } from "./record.ts";
import type { Identity } from "./resultKey.ts";

/** A record as a row of `results`: what is asked of it in queries stands beside the sealed text. */
export function rowOf(record: ResultRecord, name: string): (string | number)[] {
  const { key, identity, provenance } = record;
  return [key, readable(name), identity.experiment, identity.method, identity.modelVersion, provenance.startedAt, sealed(record)];
}

/** Adds a record whose key is not there, which is what costs least. To be run in a transaction. */
export async function addRecord(connection: Connection, record: ResultRecord, name: string): Promise<void> {
  await connection.all("insert into results values ($1, $2, $3, $4, $5, $6, $7)", rowOf(record, name));
}

/** Adds a record, or puts it in the place of what is stored under its key. To be run in a transaction. */
export async function putRecord(connection: Connection, record: ResultRecord, name: string): Promise<void> {
  // "insert or replace" takes four times as long.
  if ((await textOf(connection, record.key)) !== undefined) await connection.all("delete from results where key = $1", [record.key]);
  await addRecord(connection, record, name);
}

/** @returns the sealed record of that key, not yet held against its checksum; undefined when there is none */
export async function textOf(connection: Connection, key: string): Promise<string | undefined> {
  const [row] = await connection.all("select record from results where key = $1", [key]);
  return row && text(row, "record");
}

/** @throws TypeError when the column holds no text */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new TypeError(`${column} must be text in the store, got ${typeof value}`);
  return value;
}

/** Readable name of a result that was given none. */
export const nameOf = ({ experiment, method }: Identity): string => `${experiment}-${method}`;

/** Of a name only what is easy to read and to type. */
function readable(name: string): string {
  return name
    .replace(/[^A-Za-z0-9._=-]+/g, "-")
    .replace(/^[.-]+/, "")
    .slice(0, 80);
}
