import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InvalidInput } from "../model/invalid.ts";

/** A file that appears whole under its name, or not at all. */
export interface AtomicFile {
  /** Its name until then, in the same folder. */ readonly temporary: string;
  write(text: string | Uint8Array): Promise<void>;
  /** Gives the file its name. */ commit(): Promise<void>;
  /** Leaves no trace. Does nothing after `commit`. */ discard(): Promise<void>;
}

/**
 * Opens a file for writing under a temporary name in the same folder, so a path that cannot be written is known before the work.
 *
 * @param field  what the user calls this path, such as "--out"
 * @throws InvalidInput naming field and path when the path cannot be written: a folder, a device, a missing folder, no
 *         permission, a full disk
 */
export async function openAtomicFile(path: string, field: string): Promise<AtomicFile> {
  const attempt = <T>(action: () => Promise<T>) => writing(path, field, action);
  const target = await attempt(() => finalName(path, field));
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}-${randomBytes(6).toString("hex")}.tmp`);
  const handle: FileHandle = await attempt(() => open(temporary, "wx"));
  let closed = false;
  const discard = async () => {
    if (closed) return;
    closed = true;
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
  };
  const orDiscard = (action: () => Promise<void>) =>
    attempt(action).catch(async (error: unknown) => {
      await discard();
      throw error;
    });
  return {
    temporary,
    discard,
    write: (text) => orDiscard(() => handle.writeFile(text)),
    commit: () =>
      orDiscard(async () => {
        await handle.close();
        await rename(temporary, target);
        closed = true;
      }),
  };
}

/**
 * Lets something that only takes a path write a file, which appears whole under its name; see `openAtomicFile`.
 *
 * @param fill  writes the path it is given, where nothing is yet
 */
export async function fillAtomically(path: string, field: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  const file = await openAtomicFile(path, field);
  try {
    await fill(file.temporary);
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Writes a whole file at once; see `openAtomicFile`. */
export async function writeAtomically(path: string, content: string | Uint8Array, field: string): Promise<void> {
  const file = await openAtomicFile(path, field);
  await file.write(content);
  await file.commit();
}

/**
 * Makes a folder and those above it, one level at a time: Node's own recursive way never returns where a file system says
 * ENOENT of a folder that cannot be made, as /proc does.
 *
 * @throws InvalidInput naming field and path when it cannot be made or a file stands there
 */
export async function makeFolder(path: string, field: string): Promise<void> {
  await writing(path, field, () => ensureFolder(path));
}

async function ensureFolder(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) await ensureFolder(parent);
  await mkdir(path).catch(async (error: NodeJS.ErrnoException) => {
    // Another process may have made it meanwhile.
    if (error.code !== "EEXIST" || !(await stat(path)).isDirectory()) throw error;
  });
}

/** Where a link leads; renaming over a device would replace the device. */
async function finalName(path: string, field: string): Promise<string> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!found) return path;
  if (!found.isFile()) throw new InvalidInput(field, `must be a file, not a ${found.isDirectory() ? "folder" : "device"}`, path);
  return realpath(path);
}

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "read-only file system",
  ENOTDIR: "a file stands where a folder should",
  EEXIST: "a file stands where a folder should",
  EISDIR: "a folder stands there",
  ENOENT: "no such folder",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file grew too large",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "too many links",
};

/** Does what writes to a path; a system's refusal becomes bad input, said in words, of whoever named the path. */
export async function writing<T>(path: string, field: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const cause = CAUSES[(error as NodeJS.ErrnoException).code ?? ""];
    if (cause === undefined) throw error;
    throw new InvalidInput(field, `must be writable (${cause})`, path);
  }
}
