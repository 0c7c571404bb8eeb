import { statSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBValue } from "@duckdb/node-api";
import { DATABASE_FILE } from "../../store/database.ts";

/** Runs statements on a closed store's database, as somebody with a database client would. @returns the rows of the last */
export async function sql(folder: string, ...statements: string[]): Promise<DuckDBValue[][]> {
  const instance = await DuckDBInstance.create(join(folder, DATABASE_FILE));
  const connection = await instance.connect();
  try {
    let rows: DuckDBValue[][] = [];
    for (const statement of statements) rows = (await connection.runAndReadAll(statement)).getRows();
    return rows;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Results kept in a closed store. */
export async function countKept(folder: string): Promise<number> {
  return Number((await sql(folder, "select count(*) from results"))[0][0]);
}

/** Bytes written since the store was opened: it is locked meanwhile, and its log is all that can be seen of it. 0 where there is none. */
export function bytesWritten(folder: string): number {
  return statSync(join(folder, `${DATABASE_FILE}.wal`), { throwIfNoEntry: false })?.size ?? 0;
}
