import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writing } from "./atomicFile.ts";
import { type Commits, commitsOn } from "./commits.ts";
import type { Connection } from "./database.ts";
import { takeInJsonFolder } from "./jsonFolder.ts";
import { openAtSchema } from "./schema.ts";
import { removeAbandoned } from "./unfinished.ts";

/** A store's database, open for writing at this lab's schema. */
export interface WritableDatabase {
  /** Sees what is committed. */ readonly reader: Connection;
  readonly commits: Commits;
  /** Once everything asked for is done. Harmless if repeated. */ close(): Promise<void>;
}

/** Told of each record or part that is damaged. */
export type OnDamaged = (what: string, reason: string) => void;

/**
 * Opens the database of a folder, both made if need be. JSON records of a store of schema 1 are taken in.
 *
 * @throws InvalidInput, one sentence, where the folder cannot be made or written, another process uses the store, its database is
 *         damaged, or a newer lab's
 */
export async function openForWriting(folder: string, field: string, onDamaged: OnDamaged): Promise<WritableDatabase> {
  await makeFolder(folder, field);
  await writing(folder, field, () => probe(folder));
  await removeAbandoned(folder);
  const database = await openAtSchema(folder, field, "write");
  const commits = commitsOn(database.writer);
  const close = async () => {
    await commits.idle();
    await database.close();
  };
  try {
    await takeInJsonFolder(folder, field, commits, onDamaged);
    return { reader: database.reader, commits, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Making a folder that exists says nothing of whether it can be written. */
async function probe(folder: string): Promise<void> {
  const file = join(folder, `.probe-${process.pid}.tmp`);
  await writeFile(file, "");
  await rm(file, { force: true });
}
