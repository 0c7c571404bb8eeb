import { constants, copyFile, mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DATABASE_FILE, type Database } from "./database.ts";
import { type DamagedDatabase, hasBrokenLog } from "./databaseError.ts";
import type { OnDamaged } from "./openForWriting.ts";
import { openAtSchema } from "./schema.ts";

const PLACE = /entry at byte position (\d+)/;

/**
 * Opens a database for reading whose log of the last results is damaged: a copy of it, with the log up to the damage. The originals stay as they are.
 *
 * @param error  why it could not be opened; thrown again where the log is not the reason
 */
export async function openBeforeDamage(folder: string, field: string, error: unknown, onDamaged: OnDamaged): Promise<Database> {
  if (!hasBrokenLog(error)) throw error;
  const sound = Number(PLACE.exec((error as DamagedDatabase).said)?.[1] ?? 0);
  const copy = await mkdtemp(join(tmpdir(), "harness-lab-"));
  const remove = () => rm(copy, { recursive: true, force: true });
  try {
    await copyFile(join(folder, DATABASE_FILE), join(copy, DATABASE_FILE), constants.COPYFILE_FICLONE);
    const log = `${DATABASE_FILE}.wal`;
    const size = (await stat(join(folder, log))).size;
    if (sound > 0) {
      await copyFile(join(folder, log), join(copy, log));
      const file = await open(join(copy, log), "r+");
      await file.truncate(sound).finally(() => file.close());
    }
    const database = await openAtSchema(copy, field, "read");
    onDamaged(`the log of the last results in ${join(folder, log)}`, `it cannot be read beyond byte ${sound} of ${size}`);
    return { ...database, close: () => database.close().finally(remove) };
  } catch (failure) {
    await remove();
    throw failure;
  }
}
