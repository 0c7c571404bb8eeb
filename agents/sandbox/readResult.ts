import { constants, existsSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { partsOfPath } from "./safePath.ts";

/** What a command left behind under a name: its bytes, nothing, or something that is not read. */
export type LeftFile =
  | { readonly status: "read"; readonly bytes: Buffer /** The file is longer than was asked for. */; readonly cut: boolean }
  | { readonly status: "missing" }
  | { readonly status: "refused" /** Such as "is a link". */; readonly reason: string };

/**
 * Reads a file that an agent may have made, without trusting its name or its kind. Links are not followed, neither in the last part of
 * the path nor before it; pipes, devices and folders are refused without waiting on them; at most `mostBytes` are read.
 * On Linux each part is opened from the one before, so that a process that still runs cannot swap a folder for a link in between.
 *
 * @param folder    the work folder: trusted
 * @param relative  path in it, with forward slashes
 * @throws InvalidInput for a path that leaves the folder
 */
export async function readResult(folder: string, relative: string, mostBytes: number): Promise<LeftFile> {
  const parts = partsOfPath("path", relative);
  const opened: FileHandle[] = [];
  const step = async (path: string, flags: number): Promise<FileHandle> => {
    const handle = await open(path, flags | constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    opened.push(handle);
    return handle;
  };
  try {
    let [at, path] = [await step(folder, constants.O_DIRECTORY), folder];
    for (const [index, part] of parts.entries()) {
      const child = join(HAS_FD_FOLDER ? `/proc/self/fd/${at.fd}` : path, part);
      at = await step(child, index < parts.length - 1 ? constants.O_DIRECTORY : 0);
      path = join(path, part);
    }
    const found = await at.stat();
    if (!found.isFile()) return { status: "refused", reason: "is not a regular file" };
    // Room for what is there, not for the most that may be: a file that grows while it is read counts as too long.
    return await read(at, Math.min(mostBytes, Math.max(found.size, 64 * 1024)));
  } catch (error) {
    return leftFile(error);
  } finally {
    await Promise.all(opened.map((handle) => handle.close()));
  }
}

/** The same as text; bytes that are no UTF-8 become U+FFFD. Absent unless a file was read whole. */
export async function readResultText(folder: string, relative: string, mostBytes: number): Promise<string | undefined> {
  const left = await readResult(folder, relative, mostBytes);
  return left.status === "read" && !left.cut ? left.bytes.toString("utf8") : undefined;
}

const HAS_FD_FOLDER = existsSync("/proc/self/fd");

async function read(handle: FileHandle, mostBytes: number): Promise<LeftFile> {
  const buffer = Buffer.alloc(mostBytes + 1);
  let bytes = 0;
  while (bytes < buffer.length) {
    const { bytesRead } = await handle.read(buffer, bytes, buffer.length - bytes, bytes);
    if (bytesRead === 0) break;
    bytes += bytesRead;
  }
  return { status: "read", bytes: buffer.subarray(0, Math.min(bytes, mostBytes)), cut: bytes > mostBytes };
}

function leftFile(error: unknown): LeftFile {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return { status: "missing" };
  if (code === "ELOOP") return { status: "refused", reason: "is a link" };
  if (code === "ENOTDIR") return { status: "refused", reason: "a part of its path is a link or no folder" };
  if (code === "ENXIO") return { status: "refused", reason: "is a socket or a device" };
  if (code === "EACCES" || code === "EPERM") return { status: "refused", reason: "may not be read" };
  if (code === "ENAMETOOLONG") return { status: "refused", reason: "has a name that is too long" };
  throw error;
}
