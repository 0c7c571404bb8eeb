import type { Job, Part, Range } from "./part.ts";
import { partOf, type Reply } from "./reply.ts";
import { threadFile } from "./threadFile.ts";
import { openPool, whenAborted } from "./threadPool.ts";
import type { Task } from "./worker.ts";

/** A task should last about this long: far above the 0.1 ms that sending it costs, and short enough to share out evenly. */
const TASK_MS = 150;

/** A thread's short-lived objects are few; V8 would let them pile up to three times 16 MB. */
const YOUNG = { maxYoungGenerationSizeMb: 6 };

/** Threads that simulate; kept warm until closed. */
export interface Threads {
  /**
   * Runs a range of a job; parts come in order.
   * @throws the signal's reason once it is aborted; threads at work on the job then turn to others
   */
  run(job: Job, range: Range, signal: AbortSignal | undefined, onPart: (part: Part) => void): Promise<void>;
  /**
   * A range of a job, all in one thread, and how long it kept it busy.
   * @throws the signal's reason once it is aborted; RangeError where double precision cannot hold a law of the point
   */
  part(job: Job, range: Range, signal?: AbortSignal): Promise<{ readonly part: Part; readonly busyMs: number }>;
  /** Stops the threads, also those at work. */
  close(): Promise<void>;
}

export function startThreads(count: number): Threads {
  const { pool, broken } = openPool<Task, Reply>(count, { ...threadFile(import.meta.url, "worker"), resourceLimits: YOUNG });

  const run: Threads["run"] = async (job, range, signal, onPart) => {
    // Piscina would stop a task by killing its thread, and starts another that may outlive the pool; a flag is also faster.
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const { aborted, forget } = whenAborted(signal);
    const sent: Promise<Reply>[] = [];
    let next = range.from;
    let blocksPerTask = 1;
    try {
      while (next < range.to || sent.length > 0) {
        // Two tasks per thread: one at work and one waiting. Replies are taken in order, so what is held stays bounded.
        while (next < range.to && sent.length < 2 * count) {
          const to = Math.min(next + blocksPerTask, range.to);
          const reply = pool.run({ ...job, from: next, to, stop });
          reply.catch(() => {}); // the first failure is reported below; the others must not be unhandled
          sent.push(reply);
          next = to;
        }
        const reply = await Promise.race([sent.shift() as Promise<Reply>, aborted, broken]);
        const part = partOf(reply);
        onPart(part);
        blocksPerTask = Math.max(1, Math.min(256, Math.round((TASK_MS * part.blocks) / reply.busyMs)));
      }
    } finally {
      Atomics.store(stop, 0, 1); // tasks still out, after an abort or a failure, end at once
      forget();
    }
  };
  const part: Threads["part"] = async (job, { from, to }, signal) => {
    signal?.throwIfAborted();
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const { aborted, forget } = whenAborted(signal);
    const sent = pool.run({ ...job, from, to, stop });
    sent.catch(() => {}); // after an abort nobody waits for it
    try {
      const reply = await Promise.race([sent, aborted, broken]);
      return { part: partOf(reply), busyMs: reply.busyMs };
    } finally {
      Atomics.store(stop, 0, 1);
      forget();
    }
  };
  return { run, part, close: () => pool.destroy() };
}
