import { createHash } from "node:crypto";
import { lstat, readdir } from "node:fs/promises";
import { InvalidInput } from "../../model/invalid.ts";
import { readResult } from "../sandbox/readResult.ts";

const MOST_FILES = 20_000;
const MOST_BYTES = 512 * 2 ** 20;

/**
 * SHA-256 of a task's files, in hexadecimal: their paths in byte order, each with its length and its bytes. Times, owners, modes and empty
 * folders do not count, so that a copy is the same task.
 *
 * @throws InvalidInput naming the file, for links and devices, or where there is too much
 */
export async function taskChecksum(folder: string): Promise<string> {
  const paths = (await filesOf(folder, "")).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const hash = createHash("sha256");
  let left = MOST_BYTES;
  for (const path of paths) {
    const { size } = await lstat(`${folder}/${path}`);
    left -= size;
    if (left < 0) throw new InvalidInput("task", "must hold at most 512 MiB");
    const file = await readResult(folder, path, size);
    if (file.status !== "read" || file.cut) throw new InvalidInput("task", "must hold files that can be read and stay as they are", path);
    // Lengths keep two files apart from one that holds both.
    hash.update(`${Buffer.byteLength(path)} ${path} ${file.bytes.length} `).update(file.bytes);
  }
  return hash.digest("hex");
}

async function filesOf(folder: string, prefix: string, found: string[] = []): Promise<string[]> {
  for (const entry of await readdir(`${folder}/${prefix}`, { withFileTypes: true })) {
    const path = prefix + entry.name;
    if (entry.isDirectory()) await filesOf(folder, `${path}/`, found);
    else if (entry.isFile()) found.push(path);
    else throw new InvalidInput("task", "must hold files and folders only, no links", path);
    if (found.length > MOST_FILES) throw new InvalidInput("task", `must hold at most ${MOST_FILES} files`);
  }
  return found;
}
