import { realpathSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance, type DuckDBPreparedStatement, type DuckDBValue } from "@duckdb/node-api";
import { inUse, inWords } from "./databaseError.ts";

/** The database of a results folder. */
export const DATABASE_FILE = "lab.duckdb";

export type Row = Readonly<Record<string, DuckDBValue>>;
type Values = readonly (string | number | null)[];

/** Whom a failure is told of: what the user calls a path, and the path. */
export interface Blamed {
  readonly field: string;
  readonly path: string;
}

/** One connection to the database; statements are prepared once and wait for each other. Errors are in words already. */
export interface Connection {
  /** @param blamed  the folder unless given */
  all(sql: string, values?: Values, blamed?: Blamed): Promise<Row[]>;
  /** Adds rows of text to a temporary table, which is much faster than one by one. */
  append(table: string, rows: readonly (readonly (string | number)[])[]): Promise<void>;
}

/** An open database. Its file must be opened by nothing else in this process: closing it anywhere would give up the lock. */
export interface Database {
  /** Sees what is committed, and nothing else. */ readonly reader: Connection;
  /** Runs work in a transaction of its own, committed to the disk when this returns; see `commits.ts`. */ readonly writer: Connection;
  /** Ends all statements and gives the file free. Harmless if repeated. */ close(): Promise<void>;
}

export type Access = "read" | "write";

/** Files open in this process. POSIX locks do not hold within a process, so a second opening must be refused here. */
const open = new Set<string>();

const OPTIONS = {
  threads: "1", // statements are small; and the order of exported rows is then fixed
  memory_limit: "1GB",
  // A store never fetches code from a network.
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
};

/**
 * Opens the database file of a folder, made if need be and `access` is "write".
 *
 * @param field  what the user calls the folder, for messages
 * @throws InvalidInput, one sentence, where another process uses it, it is damaged, or it may not be read or written
 */
export async function openDatabase(folder: string, field: string, access: Access, file = DATABASE_FILE): Promise<Database> {
  const path = join(realpathSync(folder), file);
  if (open.has(path)) throw inUse(folder, field, String(process.pid));
  open.add(path);
  try {
    const instance = await DuckDBInstance.create(path, { ...OPTIONS, access_mode: access === "read" ? "READ_ONLY" : "READ_WRITE" });
    const words = (error: unknown, blamed: Blamed = { field, path: folder }) => inWords(error, blamed.path, blamed.field);
    const [reader, writer] = [await connect(instance, words), await connect(instance, words)];
    return {
      reader,
      writer,
      async close() {
        if (!open.has(path)) return;
        await Promise.all([reader.close(), writer.close()]);
        instance.closeSync();
        open.delete(path);
      },
    };
  } catch (error) {
    open.delete(path);
    throw inWords(error, folder, field);
  }
}

/** Statements without values that are worth preparing once, beside all that have some. */
const KEPT: ReadonlySet<string> = new Set(["begin transaction", "commit"]);

async function connect(instance: DuckDBInstance, words: (error: unknown, blamed?: Blamed) => unknown) {
  const connection: DuckDBConnection = await instance.connect();
  const prepared = new Map<string, DuckDBPreparedStatement>();
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>, blamed?: Blamed): Promise<T> => {
    if (closed) return Promise.reject(new Error("the store is closed"));
    // Bound values belong to the statement, so the next caller waits until they have been used.
    const result = last.then(work).catch((error: unknown) => {
      throw words(error, blamed);
    });
    last = result.catch(() => undefined);
    return result;
  };
  return {
    all: (sql: string, values: Values = [], blamed?: Blamed): Promise<Row[]> =>
      inTurn(async () => {
        // A definition of a table is made to be run once; kept and run again it has lost its columns.
        if (values.length === 0 && !KEPT.has(sql)) return (await connection.runAndReadAll(sql)).getRowObjects();
        const statement = prepared.get(sql) ?? (await connection.prepare(sql));
        prepared.set(sql, statement);
        statement.bind([...values]);
        return (await statement.runAndReadAll()).getRowObjects();
      }, blamed),
    append: (table: string, rows: readonly (readonly (string | number)[])[]) =>
      inTurn(async () => {
        const appender = await connection.createAppender(table, "main", "temp");
        for (const row of rows) {
          for (const value of row) typeof value === "string" ? appender.appendVarchar(value) : appender.appendInteger(value);
          appender.endRow();
        }
        appender.closeSync();
      }),
    async close() {
      closed = true;
      await last;
      for (const statement of prepared.values()) statement.destroySync();
      connection.closeSync();
    },
  };
}
