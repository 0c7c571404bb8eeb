import { InvalidInput } from "../model/invalid.ts";
import { threadFile } from "../sim/threadFile.ts";
import { openPool, whenAborted } from "../sim/threadPool.ts";
import type { Reply, Task } from "./threadWorker.ts";

const MOST_WORKERS = 256;

/**
 * A function that threads can find: an exported function declaration and the URL of the module that exports it under its own
 * name. It must be pure (the same result for the same item, whoever asks), and items and results must be structured-clonable.
 */
export interface Located<A, B> {
  /** `import.meta.url` of that module. */ readonly module: string;
  readonly work: (item: A) => B | Promise<B>;
}

export interface ThreadOptions<A, B> {
  /** Threads, integer in [1, 256]; this thread only hands out and collects. */ readonly workers: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of each result as it arrives, in no fixed order; awaited, so that it may store it. */
  readonly onResult?: ((result: B, index: number) => void | Promise<void>) | undefined;
  /** An item in words, for the message when it fails; its place in the list unless given. */
  readonly describe?: ((item: A, index: number) => string) | undefined;
}

/** An item that the function threw at: which, and what was said. */
export class FailedItem extends Error {
  override readonly name = "FailedItem";
  /** Its place in the list, from 0. */ readonly index: number;

  constructor(
    index: number,
    item: string,
    cause: { readonly name: string; readonly message: string; readonly stack?: string | undefined },
  ) {
    super(`${item}: ${cause.name}: ${cause.message}`);
    this.index = index;
    if (cause.stack !== undefined) this.stack = `${this.name}: ${this.message}\n${cause.stack}`;
  }
}

/**
 * Maps items through a function on several threads.
 *
 * Which thread takes which item is left to chance, so only a pure function gives the same results on any number of threads. An item
 * should take a millisecond or more: sending one costs 0.1 ms. What may go wrong with an item as a matter of course belongs into the
 * function's result; a throw ends the whole map.
 *
 * @returns the results, in the order of the items
 * @throws FailedItem for the first item seen to fail; the signal's reason once it is aborted; InvalidInput for a number of
 *   workers out of range. No thread outlives the call.
 */
export async function mapInThreads<A, B>(
  { module, work }: Located<A, B>,
  items: readonly A[],
  { workers, signal, onResult, describe = (_, index) => `item ${index}` }: ThreadOptions<A, B>,
): Promise<B[]> {
  if (!Number.isInteger(workers) || workers < 1 || workers > MOST_WORKERS)
    throw new InvalidInput("workers", `must be an integer in [1, ${MOST_WORKERS}]`, workers);
  signal?.throwIfAborted();
  const results = new Array<B>(items.length);
  if (items.length === 0) return results;
  const count = Math.min(workers, items.length);
  const { pool, broken } = openPool<Task, Reply>(count, threadFile(import.meta.url, "threadWorker"));
  // Piscina would stop a task by killing its thread, and starts another that may outlive the pool; a flag keeps waiting items from starting.
  const stop = new Int32Array(new SharedArrayBuffer(4));
  let next = 0;
  const lane = async () => {
    while (next < items.length && Atomics.load(stop, 0) === 0) {
      const index = next++;
      const reply = await pool.run({ module, name: work.name, item: items[index], stop });
      if ("failure" in reply) throw new FailedItem(index, describe(items[index], index), reply.failure);
      results[index] = reply.result as B;
      await onResult?.(results[index], index);
    }
  };
  const { aborted, forget } = whenAborted(signal);
  try {
    // Two items per thread: one at work and one waiting.
    const lanes = Promise.all(Array.from({ length: 2 * count }, lane));
    lanes.catch(() => {}); // after an abort nobody waits for it
    await Promise.race([lanes, aborted, broken]);
    return results;
  } finally {
    Atomics.store(stop, 0, 1);
    forget();
    await pool.destroy();
  }
}
