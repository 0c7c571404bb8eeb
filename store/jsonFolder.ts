import { readdir, readFile, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { makeFolder, writing } from "./atomicFile.ts";
import type { Commits } from "./commits.ts";
import { type ResultRecord, unsealed } from "./record.ts";
import { putRecord } from "./results.ts";

/** Where the files of a store of schema 1 go once the database has what is in them. */
const TAKEN_IN = "json-records";

/** A store of schema 1 was a folder of these: a readable name, then the first 24 hex digits of the key. */
const RECORD = /^(?:(.*)-)?[0-9a-f]{24}\.json$/;

/**
 * Takes the records of a store of schema 1 into the database, all in one transaction, and then moves their files to a subfolder.
 * Killed in the middle, it goes on at the next opening: a record that is in the database already is left as it is there.
 *
 * @param onDamaged  told of each file that holds no sound record; it is moved with the others
 * @returns records taken in
 */
export async function takeInJsonFolder(
  folder: string,
  field: string,
  commits: Commits,
  onDamaged: (file: string, reason: string) => void,
): Promise<number> {
  const names = await namesIn(folder);
  if (names.length === 0) return 0;
  const damaged = new Map<string, string>();
  await commits.commit(async (connection) => {
    for (const name of names) {
      const record = unsealed(await readFile(join(folder, name), "utf8"));
      if (typeof record === "string") damaged.set(name, record);
      else if ((await connection.all("select 1 from results where key = $1", [record.key])).length === 0)
        await putRecord(connection, record, nameOf(name, record));
    }
  });
  const taken = join(folder, TAKEN_IN);
  await makeFolder(taken, field);
  for (const name of names) await writing(folder, field, () => rename(join(folder, name), join(taken, name)));
  for (const [name, reason] of damaged) onDamaged(join(taken, name), reason);
  return names.length - damaged.size;
}

export const hasJsonRecords = async (folder: string): Promise<boolean> => (await namesIn(folder)).length > 0;

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => RECORD.test(name)).toSorted();
}

const nameOf = (file: string, { identity }: ResultRecord): string =>
  RECORD.exec(basename(file))?.[1] ?? `${identity.experiment}-${identity.method}`;
