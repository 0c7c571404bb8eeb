import { InvalidInput } from "../model/invalid.ts";

/** The causes that DuckDB words in its messages: it has no codes. Looked for in order, since one message may hold another. */
const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/is a directory/i, "must hold a file named lab.duckdb, not a folder"],
  [/no space left on device|disk quota exceeded|not enough space|file too large/i, "must be writable (the disk is full)"],
  [/permission denied|access is denied/i, "must be writable (no permission)"],
  [/read-only file system/i, "must be writable (read-only file system)"],
  [
    /can only read version|newer version of DuckDB|storage version.*not supported/i,
    "must be read by a newer lab: its database is of a newer DuckDB",
  ],
];

const DAMAGED =
  /not a valid DuckDB database file|corrupt|does not match stored checksum|could not read (enough|all)|serialization error|failed to deserialize|replaying WAL|WAL file|input\/output error/i;
const LOCKED = /could not set lock on file|being used by another process|conflicting lock/i;
const HOLDER = /held in (.*?) \(PID (\d+)\)/;

/** A database error in words: bad input of whoever named the folder, where the cause lies there; otherwise as it is. */
export function inWords(error: unknown, folder: string, field: string): unknown {
  if (error instanceof InvalidInput || !(error instanceof Error)) return error;
  const said = error.message.split("\n")[0];
  if (LOCKED.test(said)) return inUse(folder, field, HOLDER.exec(said)?.[2]);
  for (const [pattern, rule] of CAUSES) if (pattern.test(error.message)) return new InvalidInput(field, rule, folder);
  if (DAMAGED.test(error.message)) return new DamagedDatabase(field, said, SAVE, folder);
  return error;
}

/** Another process has the store open: it is to be waited for, or another folder named. */
export class StoreInUse extends InvalidInput {}

/** @param pid  of the process that has it open, where it is known */
export function inUse(folder: string, field: string, pid?: string): StoreInUse {
  const who = pid === undefined ? "another process" : `another process (pid ${pid})`;
  return new StoreInUse(
    field,
    `must be used by one process at a time: ${who} is using it; wait for it to end or name another folder`,
    folder,
  );
}

/** What is asked for lies in a part of the database that cannot be read; the rest may be sound. */
export class DamagedDatabase extends InvalidInput {
  /** The database's own words. */ readonly said: string;

  constructor(field: string, said: string, advice: string, folder: string) {
    super(field, `holds a damaged database (${said.replace(/\s+/g, " ").slice(0, 160)}); ${advice}`, folder);
    this.said = said;
  }
}

const SAVE = "`results export --records` saves what is sound, `results import` takes it into a new folder";
const NOTHING = "nothing in it can be read: put a copy in its place, or move it away and make the results again";

const BROKEN_LOG = /replaying WAL file/;

/** What keeps the database from opening is its log of the last results; the rest is whole. */
export const hasBrokenLog = (error: unknown): boolean => error instanceof DamagedDatabase && BROKEN_LOG.test(error.said);

/** The same error of a database that could not even be opened for reading, and so cannot be exported from. */
export function unopenable(error: unknown, folder: string, field: string): unknown {
  return error instanceof DamagedDatabase && !hasBrokenLog(error) ? new DamagedDatabase(field, error.said, NOTHING, folder) : error;
}
