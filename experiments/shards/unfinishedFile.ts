import { createReadStream } from "node:fs";
import { type FileHandle, open, rename, stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { InvalidInput } from "../../model/invalid.ts";
import type { Range } from "../../sim/part.ts";
import { writing } from "../../store/atomicFile.ts";
import { canonicalJson } from "../../store/canonicalJson.ts";
import type { ShardHead } from "./shard.ts";
import { END, type PointPart, partLine, readHeadLine, readPartLine } from "./shardLine.ts";

/** A shard's file while it grows: each part is on the disk before the next is begun. */
export interface UnfinishedFile {
  /** Blocks that an earlier attempt did, by point. */ readonly done: ReadonlyMap<number, readonly Range[]>;
  add(part: PointPart): Promise<void>;
  /** Gives the file its name. */ finish(): Promise<void>;
  /** Leaves it as it is, to go on from. */ close(): Promise<void>;
}

/** Whether a file is this very shard, finished. */
export async function isFinished(path: string, head: ShardHead): Promise<boolean> {
  if (!(await stat(path).catch(() => undefined))?.isFile()) return false;
  let [first, last] = ["", ""];
  for await (const line of linesOf(path)) {
    if (first === "") {
      first = line;
      if (!isSame(readHeadLine(first), head)) return false;
    }
    last = line;
  }
  return last === END;
}

/**
 * Opens the file beside `path` that holds what is done of a shard, or begins it. A last line that was cut short by a kill is
 * dropped.
 *
 * @throws InvalidInput where the file belongs to another sweep, shard or version, or cannot be written
 */
export async function openUnfinished(path: string, head: ShardHead, field: string): Promise<UnfinishedFile> {
  const beside = `${path}.unfinished`;
  const attempt = <T>(action: () => Promise<T>) => writing(beside, field, action);
  const { done, bytes } = await readDone(beside, head, field);
  const file: FileHandle = await attempt(() => open(beside, bytes > 0 ? "r+" : "w"));
  let at = bytes;
  const write = (line: string) =>
    attempt(async () => {
      const text = Buffer.from(`${line}\n`);
      for (let from = 0; from < text.length; ) from += (await file.write(text, from, text.length - from, at + from)).bytesWritten;
      at += text.length;
      await file.datasync();
    });
  await attempt(() => file.truncate(bytes));
  if (bytes === 0) await write(JSON.stringify(head));
  return {
    done,
    add: (part) => write(partLine(part)),
    async finish() {
      await write(END);
      await file.close();
      await attempt(() => rename(beside, path));
    },
    close: () => file.close(),
  };
}

/** What an unfinished file holds, and how many of its bytes are whole lines. */
async function readDone(path: string, head: ShardHead, field: string): Promise<{ done: Map<number, Range[]>; bytes: number }> {
  const done = new Map<number, Range[]>();
  let bytes = 0;
  if (!(await stat(path).catch(() => undefined))) return { done, bytes };
  for await (const line of linesOf(path)) {
    if (bytes === 0) {
      const found = readHeadLine(line);
      if (!found) break; // killed before its head was whole
      if (!isSame(found, head))
        throw new InvalidInput(field, "must not have beside it what is done of another sweep, shard or version; remove that, or", path);
    } else {
      if (line === END) break;
      try {
        const { point, part } = readPartLine(line);
        done.set(point, [...(done.get(point) ?? []), { from: part.firstBlock, to: part.firstBlock + part.blocks }]);
      } catch {
        break; // what follows was not written whole; it is done again
      }
    }
    bytes += Buffer.byteLength(line) + 1;
  }
  return { done, bytes };
}

const linesOf = (path: string) => createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
const isSame = (a: ShardHead | undefined, b: ShardHead): boolean => a !== undefined && canonicalJson(a) === canonicalJson(b);
