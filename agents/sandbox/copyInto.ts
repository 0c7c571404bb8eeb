import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { InvalidInput } from "../../model/invalid.ts";
import { readResult } from "./readResult.ts";
import { writeInto } from "./writeInto.ts";

const MOST_FILES = 20_000;
const MOST_BYTES = 512 * 2 ** 20;

/**
 * Copies a task's files into a work folder that an agent may have changed. Neither side is trusted: a task with links, devices or too
 * much is refused, and links in the work folder are replaced, not followed. To be called while nothing of the agent runs.
 *
 * @param source    folder, or one file
 * @param relative  where to in the work folder, "" for the folder itself
 * @throws InvalidInput naming the file, relative to the source, and what is wrong with it
 */
export async function copyInto(source: string, work: string, relative: string): Promise<void> {
  let [files, bytes] = [0, 0];
  const copy = async (path: string, to: string): Promise<void> => {
    const found = await lstat(path);
    if (found.isDirectory()) {
      for (const name of await readdir(path)) await copy(join(path, name), to === "" ? name : `${to}/${name}`);
      return;
    }
    const name = path.slice(source.length + 1) || "file";
    files++;
    bytes += found.size;
    if (!found.isFile()) throw new InvalidInput("environment", "must hold files and folders only, no links", name);
    if (files > MOST_FILES || bytes > MOST_BYTES)
      throw new InvalidInput("environment", `must hold at most ${MOST_FILES} files and 512 MiB`);
    const parts = path.split("/");
    const left = await readResult(parts.slice(0, -1).join("/"), parts.at(-1) as string, found.size);
    if (left.status !== "read") throw new InvalidInput("environment", "must be readable", name);
    await writeInto(work, to, left.bytes, found.mode & 0o111 ? 0o755 : 0o644);
  };
  await copy(source, relative);
}
