import { constants } from "node:fs";
import { chmod, lstat, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { removeFolder } from "./removeFolder.ts";
import { partsOfPath } from "./safePath.ts";

/**
 * Writes a file into a folder that an agent may have changed in an earlier turn. What stands in the way and is not a folder, such as a
 * link, is taken away instead of followed. To be called while nothing of the agent runs.
 *
 * @param mode  permissions, such as 0o755 for a script
 * @throws InvalidInput for a path that leaves the folder
 */
export async function writeInto(folder: string, relative: string, contents: string | Buffer, mode = 0o600): Promise<void> {
  const parts = partsOfPath("path", relative);
  let path = folder;
  await chmod(folder, 0o700); // the agent may have closed its own
  for (const part of parts.slice(0, -1)) {
    path = join(path, part);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isDirectory()) {
      if ((found.mode & 0o700) !== 0o700) await chmod(path, 0o700);
      continue;
    }
    if (found) await rm(path);
    await mkdir(path, { mode: 0o700 });
  }
  path = join(path, parts.at(-1) as string);
  await removeFolder(path);
  const handle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, mode);
  await handle.writeFile(contents).finally(() => handle.close());
}
