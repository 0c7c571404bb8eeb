import { MessageChannel } from "node:worker_threads";
import type { Piscina } from "piscina";
import { InvalidInput } from "../../model/invalid.ts";
import { threadFile } from "../../sim/threadFile.ts";
import { openPool } from "../../sim/threadPool.ts";
import { Unresolved } from "../../theory/unresolved.ts";
import type { Limits } from "../limits.ts";
import { ServerProblem } from "../problems.ts";
import type { WorkInput, WorkName, WorkResult } from "../work/catalogue.ts";
import type { Failure, ThreadReply, ThreadTask } from "./task.ts";

export interface AskOptions {
  /** Aborted once the reply is not wanted any more: the thread is freed within the grace time. */ readonly signal: AbortSignal;
  /** Of a job: it waits without limit, and leaves a thread to at-once requests. */ readonly patient?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Threads that are started when first needed and then kept, and the queue before them. */
export interface Threads {
  readonly count: number;
  /** Tasks at work. */ busy(): number;
  /** At-once tasks that wait for a thread. */ waiting(): number;
  /**
   * @throws InvalidInput, Unresolved as the work does; ServerProblem where the queue is full or it takes too long; the signal's reason
   */
  ask<N extends WorkName>(work: N, input: WorkInput<N>, options: AskOptions): Promise<WorkResult<N>>;
  /** Starts them, and loads what a first request needs. */ warm(): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  begin(): void;
}

/** @param count  threads, integer ≥ 1 */
export function startThreads(count: number, limits: Pick<Limits, "waiting" | "workMs" | "graceMs" | "threadMemoryMb">): Threads {
  let started: Piscina<ThreadTask, ThreadReply> | undefined;
  const pool = () => {
    // A thread ended by force is the pool's trouble too; whoever waits for it is told by its own promise.
    started ??= openPool<ThreadTask, ThreadReply>(count, {
      ...threadFile(import.meta.url, "worker"),
      resourceLimits: { maxOldGenerationSizeMb: limits.threadMemoryMb },
    }).pool;
    return started;
  };
  const hurried: Waiting[] = [];
  const patient: Waiting[] = [];
  let busy = 0;
  let patientBusy = 0;
  let closed = false;
  /** Jobs leave a thread to whoever waits at a page, where there is more than one. */
  const forJobs = Math.max(1, count - 1);

  const next = () => {
    while (busy < count) {
      const one = hurried.shift() ?? (patientBusy < forJobs ? patient.shift() : undefined);
      if (!one) return;
      one.begin();
    }
  };

  const ask: Threads["ask"] = (work, input, { signal, patient: isPatient = false, onProgress }) =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new ServerProblem("closing", "the server is ending"));
      if (signal.aborted) return reject(signal.reason);
      const queue = isPatient ? patient : hurried;
      if (!isPatient && busy >= count && hurried.length >= limits.waiting)
        return reject(new ServerProblem("overloaded", "all threads are busy and the queue is full; ask again in a moment", 1_000));
      const stop = new Int32Array(new SharedArrayBuffer(4));
      const force = new AbortController();
      let grace: NodeJS.Timeout | undefined;
      const give = (reason: unknown) => {
        reject(reason);
        const place = queue.indexOf(entry);
        if (place >= 0) {
          queue.splice(place, 1);
          return done();
        }
        Atomics.store(stop, 0, 1);
        grace = setTimeout(() => force.abort(), limits.graceMs);
      };
      const onAbort = () => give(signal.reason);
      const late = isPatient
        ? undefined
        : setTimeout(
            () => give(new ServerProblem("out-of-time", "the work took too long; a smaller one, or a job, may do", 5_000)),
            limits.workMs,
          );
      const done = () => {
        clearTimeout(late);
        clearTimeout(grace);
        signal.removeEventListener("abort", onAbort);
      };
      const entry: Waiting = {
        begin() {
          busy++;
          if (isPatient) patientBusy++;
          const channel = onProgress ? new MessageChannel() : undefined;
          channel?.port1.on("message", ({ done, total }) => onProgress?.(done, total));
          const task: ThreadTask = { work, input, stop, ...(channel ? { port: channel.port2 } : {}) };
          pool()
            .run(task, { signal: force.signal, ...(channel ? { transferList: [channel.port2] } : {}) })
            .then((reply) => ("failure" in reply ? reject(errorOf(reply.failure)) : resolve(reply.result as never)))
            .catch((error: unknown) => reject(closed ? new ServerProblem("closing", "the server is ending") : brokenThread(error)))
            .finally(() => {
              channel?.port1.close();
              done();
              busy--;
              if (isPatient) patientBusy--;
              next();
            });
        },
      };
      signal.addEventListener("abort", onAbort, { once: true });
      queue.push(entry);
      next();
    });

  return {
    count,
    busy: () => busy,
    waiting: () => hurried.length,
    ask,
    async warm() {
      const { signal } = new AbortController();
      await Promise.all(Array.from({ length: count }, () => ask("solve", { point: WARM, law: undefined }, { signal, patient: true })));
    },
    async close() {
      closed = true;
      await started?.destroy();
    },
  };
}

const WARM: WorkInput<"solve">["point"] = {
  goal: 100,
  stages: { kind: "uniform", count: 10 },
  tolerance: 2,
  stepBudget: 8,
  retryBudget: 5,
  pool: [{ mu: 10, sigma: 6, min: 4, max: 14 }],
  weights: [1],
  guidance: { kind: "none", strength: 0 },
  onUnrecovered: "carry",
  verification: "every-step",
  prune: 0,
};

function errorOf({ name, message, stack, field, rule, value }: Failure): Error {
  if (name === "InvalidInput") return new InvalidInput(field ?? "", rule ?? message, value);
  // A law beyond what doubles can hold is a RangeError where it is noticed.
  if (name === "Unresolved" || name === "RangeError") return new Unresolved(message);
  const error = new Error(`${name}: ${message}`);
  if (stack !== undefined) error.stack = stack;
  return error;
}

function brokenThread(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException | null)?.code !== "ERR_WORKER_OUT_OF_MEMORY") return error;
  return new ServerProblem("out-of-memory", "the work took more memory than a thread may take; a smaller one may do");
}
