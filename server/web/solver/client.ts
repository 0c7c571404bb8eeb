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
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
  readonly onPart: ((part: never) => void) | undefined;
}

export function clientOf(worker: Worker): Client {
  const pending = new Map<number, Pending>();
  let last = 0;
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
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
  const send = (order: Order) => worker.postMessage(order);
  return {
    ask<R, P>(task: string, input: unknown, { signal, onPart }: AskOptions<P> = {}) {
      return new Promise<R>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const id = ++last;
        pending.set(id, { resolve, reject, onPart: onPart as Pending["onPart"] });
        signal?.addEventListener("abort", () => {
          if (!pending.delete(id)) return;
          send({ id, cancel: true });
          reject(signal.reason);
        });
        send({ id, task, input });
      });
    },
    close: () => worker.terminate(),
  };
}
