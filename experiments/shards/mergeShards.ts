import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import type { SimulationResult } from "../../model/result.ts";
import { Collector } from "../../sim/part.ts";
import { canonicalJson } from "../../store/canonicalJson.ts";
import { sha256 } from "../../store/resultKey.ts";
import { headOf, type ShardHead } from "./shard.ts";
import { END, type PointPart, readHeadLine, readPartLine } from "./shardLine.ts";

/** A shard that does not fit: its cause is the InvalidInput. Of a class of its own, as a sweep takes bad input for a point's. */
export class UnfitShard extends Error {
  override readonly name = "UnfitShard";

  constructor(cause: InvalidInput) {
    super(cause.message, { cause });
  }
}

/** All shards of one sweep, held against each other. */
export interface Shards {
  /** The sweep as the user wrote it. */ readonly spec: unknown;
  /**
   * The simulation of one point, from its parts. To be asked in the order of the sweep.
   * @throws UnfitShard naming the file or the point where blocks are missing, there twice or damaged
   */
  simulate(point: Point, options: { readonly runs: number; readonly seed: string; readonly index: number }): Promise<SimulationResult>;
  /** To be called after the last point. @throws InvalidInput where a file holds parts that no point asked for */ finish(): Promise<void>;
  close(): void;
}

/**
 * Opens the files of all shards of a sweep, one point of each in memory at a time.
 *
 * @param field  what the user calls the files
 * @throws InvalidInput naming the file that is no shard's, is unfinished, or of another sweep, version or cut, and the shards that
 *         are missing or there twice
 */
export async function openShards(paths: readonly string[], field: string): Promise<Shards> {
  const readers: ShardReader[] = [];
  const close = () => {
    for (const reader of readers) reader.close();
  };
  try {
    for (const path of paths) readers.push(await ShardReader.open(path, field));
    requireOneSweep(readers, field);
  } catch (error) {
    close();
    throw error;
  }
  return {
    spec: readers[0]?.head.spec,
    simulate: fitting(async (point: Point, { runs, seed, index }: { runs: number; seed: string; index: number }) => {
      const collector = new Collector({ point, runs, seed });
      for (const reader of readers)
        for (let next = await reader.peek(); next?.point === index; next = await reader.peek()) {
          reader.refusing(`point ${index + 1}`, () => collector.add(next.part));
          reader.take();
        }
      const [gap] = collector.missing();
      if (gap) throw new InvalidInput(field, `must hold every block: ${gap.from} to ${gap.to - 1} of point ${index + 1} are missing`);
      return collector.result();
    }),
    async finish() {
      for (const reader of readers) {
        const next = await reader.peek();
        if (next)
          throw new InvalidInput(field, `must hold the sweep's points in order: point ${next.point + 1} is out of place`, reader.path);
      }
    },
    close,
  };
}

const fitting =
  <A extends unknown[], T>(action: (...args: A) => Promise<T>) =>
  (...args: A): Promise<T> =>
    action(...args).catch((error: unknown) => {
      throw error instanceof InvalidInput ? new UnfitShard(error) : error;
    });

class ShardReader {
  readonly path: string;
  readonly head: ShardHead;
  readonly #field: string;
  readonly #lines: AsyncIterator<string>;
  readonly #close: () => void;
  #next: PointPart | "unread" | undefined = "unread";

  private constructor(path: string, field: string, head: ShardHead, lines: AsyncIterator<string>, close: () => void) {
    this.path = path;
    this.head = head;
    this.#field = field;
    this.#lines = lines;
    this.#close = close;
  }

  static async open(path: string, field: string): Promise<ShardReader> {
    const input = createReadStream(path);
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
    const first = await new Promise<IteratorResult<string>>((resolve, reject) => {
      input.once("error", reject);
      lines.next().then(resolve, reject);
    }).catch((error: NodeJS.ErrnoException) => {
      throw new InvalidInput(field, error.code === "ENOENT" ? "must be files that exist" : `must be readable (${error.code})`, path);
    });
    const head = first.done ? undefined : readHeadLine(first.value);
    if (!head) throw new InvalidInput(field, "must be files that `sweep --shard` wrote", path);
    return new ShardReader(path, field, head, lines, () => input.destroy());
  }

  /** The next part, which stays the next until it is taken; undefined at the end of a finished file. */
  async peek(): Promise<PointPart | undefined> {
    if (this.#next !== "unread") return this.#next;
    const { value, done } = await this.#lines.next();
    if (done) throw new InvalidInput(this.#field, "must be finished: this one was cut short, or its shard is still at work", this.path);
    this.#next = value === END ? undefined : this.refusing("a part", () => readPartLine(value));
    return this.#next;
  }

  take(): void {
    this.#next = "unread";
  }

  /** Says of which file it is when a part is refused. */
  refusing<T>(what: string, action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw new InvalidInput(this.#field, `must hold parts as they were written: ${what}: ${(error as Error).message}`, this.path);
    }
  }

  close(): void {
    this.#close();
  }
}

function requireOneSweep(readers: readonly ShardReader[], field: string): void {
  const [first] = readers;
  if (!first) throw new InvalidInput(field, "must be at least one");
  const own = headOf(first.head.spec, first.head);
  for (const { head, path } of readers) {
    const refuse = (rule: string): never => {
      throw new InvalidInput(field, rule, path);
    };
    const { labVersion, modelVersion } = own;
    if (head.labVersion !== labVersion || head.modelVersion !== modelVersion)
      refuse(`must be of this lab, ${labVersion} with model version ${modelVersion}, not of ${head.labVersion} with ${head.modelVersion}`);
    if (head.sweep !== sha256(canonicalJson(head.spec))) refuse("must hold the sweep that they were made of: it was altered");
    if (head.sweep !== first.head.sweep) refuse(`must all be of one sweep: ${first.path} is of another than`);
    if (head.of !== first.head.of) refuse(`must be cut alike: ${first.path} is one of ${first.head.of}, this one of ${head.of}`);
  }
  const byShard = new Map<number, string>();
  for (const { head, path } of readers) {
    const other = byShard.get(head.shard);
    if (other !== undefined) throw new InvalidInput(field, `must hold each shard once: shard ${head.shard} is in ${other} and in`, path);
    byShard.set(head.shard, path);
  }
  const missing = Array.from({ length: own.of }, (_, i) => i + 1).filter((shard) => !byShard.has(shard));
  if (missing.length > 0) {
    const named = missing.slice(0, 20).join(", ") + (missing.length > 20 ? ", ..." : "");
    throw new InvalidInput(field, `must hold every shard of ${own.of}: ${named} missing`);
  }
}
