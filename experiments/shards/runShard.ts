import { keepParts } from "../../sim/keepParts.ts";
import { blocksOf, type Part, type Range } from "../../sim/part.ts";
import type { Threads } from "../../sim/threads.ts";
import { pointAt } from "../sweep/pointAt.ts";
import type { Sweep } from "../sweep/sweep.ts";
import { type Shard, shareOf } from "./shard.ts";
import type { UnfinishedFile } from "./unfinishedFile.ts";

export interface ShardTools {
  /** Runs a range of a job, parts in order. */ readonly run: Threads["run"];
  readonly signal?: AbortSignal | undefined;
  /** Told after each point. */ readonly onProgress?: ((done: number) => void) | undefined;
}

/** A line of the file is 10 to 20 kB: written every few seconds they would add up. */
const KEEP_MS = 20_000;

/**
 * Simulates a shard's blocks of every point of a sweep and puts them into its file, which the caller then finishes.
 * Points that the model refuses have none: merging says so again.
 *
 * @throws the signal's reason once it is aborted; what was done is in the file
 */
export async function runShard(sweep: Sweep, shard: Shard, file: UnfinishedFile, tools: ShardTools): Promise<void> {
  const { runs, seed } = sweep;
  for (let index = 0; index < sweep.count; index++) {
    tools.signal?.throwIfAborted();
    const point = pointAt(sweep, index);
    const share = shareOf(shard, index, blocksOf(runs));
    // One write after another, in order: each part goes to the disk while the next is simulated.
    let written = Promise.resolve();
    const keeper = keepParts((part: Part) => {
      written = written.then(() => file.add({ point: index, part }));
      written.catch(() => undefined); // awaited below
    }, KEEP_MS);
    if (point)
      for (const range of without(share, file.done.get(index) ?? []))
        await tools.run({ point, runs, seed }, range, tools.signal, keeper.add).finally(async () => {
          keeper.flush(); // also what was done when it was stopped
          await written;
        });
    tools.onProgress?.(index + 1);
  }
}

/** What is left of a range without others, which lie in it in order. */
function without({ from, to }: Range, done: readonly Range[]): Range[] {
  const left: Range[] = [];
  let next = from;
  for (const range of [...done].sort((a, b) => a.from - b.from)) {
    if (range.from > next) left.push({ from: next, to: range.from });
    next = Math.max(next, range.to);
  }
  if (next < to) left.push({ from: next, to });
  return left;
}
