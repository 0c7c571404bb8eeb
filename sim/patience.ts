import { setImmediate as turnOfTheLoop } from "node:timers/promises";

/** How long this thread may work before it lets timers, signals and input have their turn. */
const PATIENCE_MS = 20;

/**
 * Drives work to its end, turning to the event loop every 20 ms or so, where an abort is noticed.
 *
 * @param work  yields often: every millisecond or so
 * @throws the signal's reason once it is aborted
 */
export async function patiently<T>(work: Generator<void, T>, signal?: AbortSignal): Promise<T> {
  signal?.throwIfAborted();
  let since = performance.now();
  let step = work.next();
  while (!step.done) {
    if (performance.now() - since > PATIENCE_MS) {
      await turnOfTheLoop();
      signal?.throwIfAborted();
      since = performance.now();
    }
    step = work.next();
  }
  return step.value;
}
