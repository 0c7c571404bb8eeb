import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** An unfinished file this old belongs to a process that was killed. */
const ABANDONED_MS = 3_600_000;
/** Hidden files and folders beside the one they would have become; a database has its log beside it. */
const UNFINISHED = /^\..*\.tmp(\.wal)?$/;

/** Clears away what killed processes left in a folder, once it is an hour old: a younger one may be at work. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!UNFINISHED.test(name)) continue;
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(join(folder, name), { recursive: true, force: true });
  }
}
