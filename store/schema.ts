import { randomBytes } from "node:crypto";
import { link, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { InvalidInput } from "../model/invalid.ts";
import { writing } from "./atomicFile.ts";
import { type Access, type Connection, DATABASE_FILE, type Database, openDatabase } from "./database.ts";
import { unopenable } from "./databaseError.ts";
import { FIGURES_VIEW } from "./figuresView.ts";
import { LAB } from "./lab.ts";

/**
 * Version of the store's layout. 1 was a folder of JSON files, one a record (see `jsonFolder.ts`); 2 is this database.
 * A change of tables or view needs a new version and a step in `STEPS`.
 */
const SCHEMA_VERSION = 2;

/** The tables of version 2. `record` is the sealed record, the other columns of `results` are taken from it for queries. */
const TABLES = [
  "create table lab (schema_version integer not null, lab_version varchar not null)",
  `create table results (
     key varchar primary key, name varchar not null, experiment varchar not null, method varchar not null,
     model_version integer not null, started_at varchar not null, record varchar not null)`,
  `create table parts (
     key varchar not null, first_block bigint not null, blocks bigint not null, tally varchar not null, checksum varchar not null,
     primary key (key, first_block))`,
  FIGURES_VIEW,
];

/** Schema version → statements that lead from the version before it. */
const STEPS: Readonly<Record<number, readonly string[]>> = { 2: TABLES };

/**
 * Opens the database of a folder at this lab's schema; an older one is brought up to it in one transaction.
 *
 * @throws InvalidInput for a newer schema, naming the lab that wrote it: the file is not touched; for the rest see `openDatabase`
 */
export async function openAtSchema(folder: string, field: string, access: Access): Promise<Database> {
  if (access === "write" && !(await exists(join(folder, DATABASE_FILE)))) await create(folder, field);
  // Opened for reading first: opening for writing may write at once, and a newer lab's file is not to be touched.
  const looked = await openKnown(folder, field, "read").catch((error: unknown) => {
    throw unopenable(error, folder, field);
  });
  if (access === "read" && looked.version === SCHEMA_VERSION) return looked.database;
  await looked.database.close();
  if (access === "read") throw new InvalidInput(field, `must be brought to schema ${SCHEMA_VERSION} by a command that writes`, folder);
  const { database, version } = await openKnown(folder, field, "write");
  try {
    await upgrade(database.writer, version);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Opens a database of a schema that this lab knows. */
async function openKnown(folder: string, field: string, access: Access): Promise<{ database: Database; version: number }> {
  const database = await openDatabase(folder, field, access);
  try {
    return { database, version: await versionOf(database.reader, folder, field) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** @throws InvalidInput where the schema is newer than this lab, or the database is not one of the lab's */
async function versionOf(connection: Connection, folder: string, field: string): Promise<number> {
  const [table] = await connection.all("select 1 from duckdb_tables() where table_name = 'lab'");
  if (!table) throw new InvalidInput(field, `must hold a database of the lab; its ${DATABASE_FILE} is not one`, folder);
  const [row] = await connection.all("select schema_version, lab_version from lab");
  const version = Number(row?.schema_version);
  if (version > SCHEMA_VERSION)
    throw new InvalidInput(
      field,
      `must be of store schema ${SCHEMA_VERSION} or older; this one is of schema ${version}, written by lab ${row.lab_version}: use that version or a later one`,
      folder,
    );
  return version;
}

async function upgrade(connection: Connection, from: number): Promise<void> {
  if (from === SCHEMA_VERSION) return;
  await connection.all("begin transaction");
  for (let version = from + 1; version <= SCHEMA_VERSION; version++) for (const step of STEPS[version]) await connection.all(step);
  await connection.all("delete from lab");
  await connection.all("insert into lab values ($1, $2)", [SCHEMA_VERSION, LAB.version]);
  await connection.all("commit");
}

/** Makes an empty database under another name and then gives it its own: a process killed amid leaves no half database. */
async function create(folder: string, field: string): Promise<void> {
  const temporary = `.${DATABASE_FILE}.${process.pid}-${randomBytes(6).toString("hex")}.tmp`;
  const from = join(folder, temporary);
  const to = join(folder, DATABASE_FILE);
  try {
    const database = await openDatabase(folder, field, "write", temporary);
    await upgrade(database.writer, SCHEMA_VERSION - 1).finally(database.close);
    await writing(folder, field, async () => {
      // A link is refused where another process was first; a rename would replace the other's file. Not every disk has links.
      await link(from, to).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code === "EEXIST" || (await exists(to))) return;
        await rename(from, to);
      });
    });
  } finally {
    for (const ending of ["", ".wal"]) await rm(`${from}${ending}`, { force: true });
  }
}

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined)) !== undefined;
