import { stat } from "node:fs/promises";
import { InvalidInput } from "../model/invalid.ts";
import { canonicalJson } from "./canonicalJson.ts";
import type { Connection } from "./database.ts";
import { RECORDS_CONTENT } from "./exportStore.ts";
import { digestOf, literal } from "./figures.ts";
import { type OnDamaged, openForWriting } from "./openForWriting.ts";
import { type ResultRecord, unsealed } from "./record.ts";
import { rowOf, text } from "./results.ts";

export interface ImportOptions {
  /** What the user calls the store's folder. */ readonly field: string;
  readonly onDamaged: OnDamaged;
  readonly signal?: AbortSignal;
  /** Told of records read so far. */ readonly onProgress?: (done: number, total: number) => void;
}

export interface Imported {
  readonly added: number;
  /** Were here already, with the same result. */ readonly known: number;
}

const FILE = "FILE";
const PAGE = 500;

/**
 * Takes the whole records of an exported Parquet file into the store of a folder, all or none. Each is held against its checksum and its key.
 *
 * @throws InvalidInput naming the file where it is no such file, is damaged, or holds another result than the store under the same key
 */
export async function importRecords(folder: string, file: string, options: ImportOptions): Promise<Imported> {
  await requireFile(file);
  const store = await openForWriting(folder, options.field, options.onDamaged);
  try {
    return await store.commits.commit((connection) => takeIn(connection, file, options));
  } finally {
    await store.close();
  }
}

async function takeIn(connection: Connection, file: string, { signal, onProgress }: ImportOptions): Promise<Imported> {
  const total = await readFile(connection, file);
  await connection.all("create or replace temp table incoming as select * from results limit 0");
  let [done, known, added] = [0, 0, 0];
  const seen = new Set<string>();
  for (let from = 0; from < total; from += PAGE) {
    const page = await connection.all("select key, name, record from temp.arrived where place >= $1 and place < $2", [from, from + PAGE]);
    const batch: (string | number)[][] = [];
    for (const row of page) {
      signal?.throwIfAborted();
      const key = text(row, "key");
      const record = unsealed(text(row, "record"), key);
      if (typeof record === "string") throw unsound(`record ${done + 1}: ${record}`, file);
      if (seen.has(key)) throw unsound(`key ${key.slice(0, 12)} is there twice`, file);
      seen.add(key);
      if (await isKnown(connection, record, file)) known++;
      else batch.push(rowOf(record, text(row, "name")));
      onProgress?.(++done, total);
    }
    await connection.append("incoming", batch);
    added += batch.length;
  }
  await connection.all("delete from results where key in (select key from temp.incoming)"); // damaged ones
  await connection.all("insert into results select * from temp.incoming");
  await connection.all("delete from parts where key in (select key from temp.incoming)");
  for (const table of ["incoming", "arrived"]) await connection.all(`drop table temp.${table}`);
  return { added, known };
}

async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new InvalidInput(FILE, "must be a file that can be read", file);
  if (/[*?[\]{}]/.test(file)) throw new InvalidInput(FILE, "must have none of the characters * ? [ ] { } in its name", file);
}

/**
 * Reads the file into the temporary table `arrived`, and holds it against its own digest. Any fault of the database meanwhile is the file's.
 *
 * @returns records in it
 */
async function readFile(connection: Connection, file: string): Promise<number> {
  const of = literal(file);
  try {
    const rows = await connection.all(`select decode(key) as name, decode(value) as value from parquet_kv_metadata(${of})`);
    const metadata = Object.fromEntries(rows.map(({ name, value }) => [String(name), String(value)]));
    if (metadata.content !== RECORDS_CONTENT)
      throw new InvalidInput(FILE, "must hold whole records, as `results export --records` writes them", file);
    await connection.all(`create or replace temp table arrived as select *, row_number() over () - 1 as place from read_parquet(${of})`);
    if ((await digestOf(connection, "temp.arrived")) !== metadata.digest) throw unsound("its digest does not fit its content", file);
    const [{ n }] = await connection.all("select count(*) as n from temp.arrived");
    return Number(n);
  } catch (error) {
    if (error instanceof InvalidInput && error.field === FILE) throw error;
    throw unsound((error as Error).message.split("\n")[0].slice(0, 120), file);
  }
}

/** @throws InvalidInput where the store has another result under this key */
async function isKnown(connection: Connection, { key, result }: ResultRecord, file: string): Promise<boolean> {
  const [row] = await connection.all("select record from results where key = $1", [key]);
  const here = row && unsealed(text(row, "record"), key);
  if (!here || typeof here === "string") return false;
  if (canonicalJson(here.result) === canonicalJson(result)) return true;
  throw new InvalidInput(
    FILE,
    `must agree with the store; under key ${key.slice(0, 12)} it has another result, so nothing was imported`,
    file,
  );
}

const unsound = (what: string, file: string): InvalidInput => new InvalidInput(FILE, `must be sound (${what}); nothing was imported`, file);
