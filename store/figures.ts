import type { Blamed, Connection } from "./database.ts";
import { FIGURES_ORDER, figuresOf } from "./figuresView.ts";
import type { Stored } from "./readStore.ts";
import { rowOf } from "./results.ts";

/** One figure of one result; see `figuresOf`. */
export interface FigureRow {
  readonly figure: string;
  readonly unit?: string;
  readonly value: number;
  /** Of an exact figure: its estimated absolute error. */ readonly error?: number;
  /** Of a simulated figure: its 95% interval and the observations behind it. */
  readonly low?: number;
  readonly high?: number;
  readonly count?: number;
}

/** Rows appended at once. */
const BATCH = 500;

/** Puts records into the temporary table `sound`, in place of what was in it. @returns how many */
export async function fillSound(connection: Connection, records: AsyncIterable<Stored> | Iterable<Stored>): Promise<number> {
  await connection.all("create or replace temp table sound as select * from results limit 0");
  let batch: (string | number)[][] = [];
  let count = 0;
  for await (const { name, record } of records) {
    batch.push(rowOf(record, name));
    count++;
    if (batch.length < BATCH) continue;
    await connection.append("sound", batch);
    batch = [];
  }
  await connection.append("sound", batch);
  return count;
}

/** Writes the figures of the records in `sound` in long form, in a fixed order. */
export async function copyFigures(connection: Connection, to: string, format: string, blamed: Blamed): Promise<void> {
  await connection.all(
    `copy (select * from (${figuresOf("temp.sound")}) order by ${FIGURES_ORDER}) to ${literal(to)} (${format})`,
    [],
    blamed,
  );
}

/** Writes the records in `sound` whole, in the order of their keys. */
export async function copyRecords(connection: Connection, to: string, format: string, blamed: Blamed): Promise<void> {
  await connection.all(`copy (select * from temp.sound order by key) to ${literal(to)} (${format})`, [], blamed);
}

/** A digest of rows with the columns of `results`, whatever their order. @param from  a table, or what reads a file */
export async function digestOf(connection: Connection, from: string): Promise<string> {
  const row = "sha256(to_json([key, name, experiment, method, model_version::varchar, started_at, record])::varchar)";
  const [{ digest }] = await connection.all(`select sha256(coalesce(string_agg(${row}, '' order by key), '')) as digest from ${from}`);
  return String(digest);
}

/** The figures of a record, in the order of their names. */
export async function figuresOfRecord(connection: Connection, stored: Stored): Promise<FigureRow[]> {
  await fillSound(connection, [stored]);
  const rows = await connection.all(`select * from (${figuresOf("temp.sound")}) order by ${FIGURES_ORDER}`);
  return rows.map((row) => {
    const given = (["unit", "error", "low", "high", "count"] as const).filter((name) => row[name] !== null);
    const rest = Object.fromEntries(given.map((name) => [name, name === "unit" ? String(row.unit) : Number(row[name])]));
    return { figure: String(row.figure), value: Number(row.value), ...rest };
  });
}

/** Text as SQL says it: names of files cannot be bound. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
