import { readlinkSync } from "node:fs";
import { lstat, mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFolder } from "./removeFolder.ts";

/**
 * A new temporary folder whose name tells of which process it is, so that one whose process was killed can be cleared away.
 *
 * @param what  a short word: the path of a socket inside may have some hundred characters in all
 */
export const ownFolder = (what: "trial" | "model" | "workflow" | "home"): Promise<string> =>
  mkdtemp(join(tmpdir(), `harness-lab-${what}-${process.pid}-${SPACE}-`));

/** Of the process ids: a container that shares the folder for temporary files may count its own. */
const SPACE = spaceOfIds();
const NAME = /^harness-lab-(?:trial|model|workflow|home)-(\d+)-(\d+)-\w{6}$/;

/** Clears away the temporary folders of this user's processes that are gone. What cannot be removed stays. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const [, pid, space] = NAME.exec(name) ?? [];
    if (pid === undefined || space !== SPACE || isAlive(Number(pid))) continue;
    const path = join(tmpdir(), name);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isDirectory() && found.uid === (process.getuid?.() ?? found.uid)) await removeFolder(path).catch(() => undefined);
  }
}

function spaceOfIds(): string {
  try {
    return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
  } catch {
    return "0"; // no Linux
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
