import type { MessagePort } from "node:worker_threads";

/** One piece of work for a thread. */
export interface ThreadTask {
  /** Name in the table of `server/work`. */ readonly work: string;
  /** Structured-clonable. */ readonly input: unknown;
  /** Shared with the sender: not 0 once the reply is not wanted any more. */ readonly stop: Int32Array;
  /** Where progress is told. */ readonly port?: MessagePort;
}

/** An error crosses threads as its words: its class would be lost on the way. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  /** Of InvalidInput. */ readonly field?: string;
  readonly rule?: string;
  readonly value?: unknown;
}

export type ThreadReply = { readonly result: unknown } | { readonly failure: Failure };

/** What work may ask and tell while it is done. */
export interface WorkContext {
  /** Aborted once the reply is not wanted any more; work that awaits notices it by itself. */ readonly signal: AbortSignal;
  /** To be called between points: @throws the signal's reason once the reply is not wanted any more. */ check(): void;
  progress(done: number, total: number): void;
}
