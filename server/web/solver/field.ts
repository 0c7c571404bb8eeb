import { solver } from "./solvers.ts";
import type { Headline } from "./tasks.ts";

/** Time of the points handed to a worker at once: long enough for them to share attempts, short enough to wait for on a cancel. */
const BATCH_MS = 200;
const MOST_AT_ONCE = 120;
/** A cancel waits so long for points in work; slower ones are given up. */
const GRACE_MS = 700;

export interface FieldOptions {
  /** Stops the field: points in work are still told of, unless they take long; no further ones are begun. */ readonly signal: AbortSignal;
  /** Told of each place as it is solved. */
  readonly onSolved: (solved: readonly { readonly place: number; readonly headline: Headline }[]) => void;
  /** Told how many more points were handed to a worker. */ readonly onHanded?: (count: number) => void;
}

/**
 * Pass rate and final bias at many places, on as many workers as there are cores to spare, in the order given.
 *
 * @param pointAt  the point of a place, as a user would write it
 * @throws the signal's reason once it is aborted and what was in work has been told of
 */
export async function solveField(
  places: readonly number[],
  pointAt: (place: number) => unknown,
  { signal, onSolved, onHanded }: FieldOptions,
): Promise<void> {
  const giveUp = new AbortController();
  const stop = () => setTimeout(() => giveUp.abort(signal.reason), GRACE_MS);
  signal.addEventListener("abort", stop, { once: true });
  let next = 0;
  const lane = async (worker: number) => {
    let size = 2;
    while (next < places.length && !signal.aborted) {
      const batch = places.slice(next, next + size);
      next += batch.length;
      let told = 0;
      const onPart = (part: readonly Headline[]) => onSolved(part.map((headline) => ({ place: batch[told++] as number, headline })));
      const begun = performance.now();
      onHanded?.(batch.length);
      await solver(`field ${worker}`).ask("headlines", { points: batch.map(pointAt) }, { signal: giveUp.signal, onPart });
      size = nextSize(batch.length, performance.now() - begun);
    }
  };
  try {
    await Promise.all(Array.from({ length: workersOf(navigator.hardwareConcurrency) }, (_, worker) => lane(worker)));
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** One core is left to the page itself. */
const workersOf = (cores: number | undefined) => Math.max(1, Math.min(8, (cores ?? 2) - 1));

/** So many points as take `BATCH_MS` at the speed of the last ones, at most three times as many as they were. */
function nextSize(count: number, tookMs: number): number {
  const fitting = Math.floor((count * BATCH_MS) / Math.max(1, tookMs));
  return Math.max(1, Math.min(3 * count, MOST_AT_ONCE, fitting));
}
