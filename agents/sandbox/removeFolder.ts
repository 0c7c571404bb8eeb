import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Removes a folder that an agent has had, whatever it made of it: names nested too deep for a path, folders that may not be entered.
 * Links are removed, never followed. A folder that is not there is no fault.
 *
 * @throws Error where something stays
 */
export async function removeFolder(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EACCES" || code === "EPERM" || code === "ENOTEMPTY") {
      await openFolders(path);
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
    }
    // Node names every file by its whole path, which may be too long for the kernel; rm goes down step by step.
    const [exit] = await once(spawn("rm", ["-rf", "--", path], { stdio: "ignore", env: { PATH: "/usr/bin:/bin" } }), "exit");
    if (exit !== 0) throw new Error("a work folder could not be removed");
  }
}

async function openFolders(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => undefined);
  if (!found?.isDirectory()) return;
  if ((found.mode & 0o700) !== 0o700) await chmod(folder, 0o700).catch(() => undefined);
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => []))
    if (entry.isDirectory()) await openFolders(join(folder, entry.name));
}
