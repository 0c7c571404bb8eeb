import type { Answer, Order } from "./protocol.ts";

/** The input of a task breaks a rule of the model, or the solver cannot resolve it; the message says which. */
export class Refused extends Error {
  override readonly name = "Refused";
}

export interface AskOptions<P> {
  /** An aborted question is not answered: the promise is rejected with the signal's reason. */ readonly signal?: AbortSignal | undefined;
  readonly onPart?: ((part: P) => void) | undefined;
}

/** A worker that does tasks, one at a time, in the order asked. */
export interface Client {
  /**
   * @throws Refused, with words meant for the user; Error for a fault of the program
   */
  ask<R, P = never>(task: string, input: unknown, options?: AskOptions<P>): Promise<R>;
  close(): void;
}

interface Pending {
  readonly order: Order;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
  readonly onPart: ((part: never) => void) | undefined;
}

/** A worker that does not hear a cancel for so long is deep in one point, which may take minutes: it is ended, and another takes over. */
const DEAF_MS = 600;

/** @param start  makes a worker that answers orders */
export function clientOf(start: () => Worker): Client {
  const pending = new Map<number, Pending>();
  const unheard = new Map<number, ReturnType<typeof setTimeout>>();
  let last = 0;
  let isReady = false;

  const begin = (): Worker => {
    const worker = start();
    isReady = false;
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if ("ready" in data) {
        isReady = true;
        return;
      }
      if ("cancelled" in data) {
        clearTimeout(unheard.get(data.id));
        unheard.delete(data.id);
        return;
      }
      const asked = pending.get(data.id);
      if (!asked) return;
      if ("part" in data) return asked.onPart?.(data.part as never);
      pending.delete(data.id);
      if ("result" in data) asked.resolve(data.result as never);
      else asked.reject(data.invalid ? new Refused(data.failure) : new Error(data.failure));
    };
    worker.onerror = ({ message }) => {
      for (const { reject } of pending.values()) reject(new Error(message || "the solver did not start"));
      pending.clear();
    };
    return worker;
  };
  let worker = begin();

  const cancel = (id: number) => {
    worker.postMessage({ id, cancel: true } satisfies Order);
    unheard.set(
      id,
      setTimeout(() => replace(id), DEAF_MS),
    );
  };
  const replace = (id: number) => {
    if (!isReady)
      return unheard.set(
        id,
        setTimeout(() => replace(id), DEAF_MS),
      );
    for (const waiting of unheard.values()) clearTimeout(waiting);
    unheard.clear();
    worker.terminate();
    worker = begin();
    for (const { order } of pending.values()) worker.postMessage(order);
  };

  return {
    ask<R, P>(task: string, input: unknown, { signal, onPart }: AskOptions<P> = {}) {
      return new Promise<R>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const id = ++last;
        const order: Order = { id, task, input };
        pending.set(id, { order, resolve, reject, onPart: onPart as Pending["onPart"] });
        signal?.addEventListener("abort", () => {
          if (!pending.delete(id)) return;
          cancel(id);
          reject(signal.reason);
        });
        worker.postMessage(order);
      });
    },
    close() {
      for (const waiting of unheard.values()) clearTimeout(waiting);
      worker.terminate();
    },
  };
}
