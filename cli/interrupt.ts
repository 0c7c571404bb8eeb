import { constants } from "node:os";

/** The user stopped the command; the message says what was kept and how to go on. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  /** 128 + number of the signal, as shells do. */ readonly exitCode: number;

  constructor(signal: NodeJS.Signals, kept: string) {
    super(`interrupted: ${kept}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs work that can be stopped: the first signal aborts it, a second one ends the process at once.
 *
 * @param kept  said when it was interrupted: what is kept and how to go on
 * @throws Interrupted, once the aborted work has come to its end
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>, kept: () => string): Promise<T> {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals) => {
    if (received) process.exit(128 + constants.signals[signal]);
    received = signal;
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, stop);
  try {
    return await work(controller.signal);
  } catch (error) {
    throw received ? new Interrupted(received, kept()) : error;
  } finally {
    for (const name of SIGNALS) process.off(name, stop);
  }
}
