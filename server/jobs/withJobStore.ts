import type { Store } from "../../store/openStore.ts";
import type { JobTools } from "./tools.ts";

/**
 * Work with the store, or without where the job keeps nothing. Whatever the work has begun to keep is kept when this returns, also where the
 * job was cancelled meanwhile: a point that was solved is never solved again.
 */
export function withJobStore<T>(
  wanted: boolean,
  { store, limits }: Pick<JobTools, "store" | "limits">,
  signal: AbortSignal,
  work: (store: Store | undefined) => Promise<T>,
): Promise<T> {
  if (!wanted) return work(undefined);
  const keeping = new Set<Promise<unknown>>();
  const tracked = (held: Store): Store => ({
    ...held,
    produceOrLoad(identity, produce, options) {
      const kept = held.produceOrLoad(identity, produce, options);
      keeping.add(kept);
      const done = () => void keeping.delete(kept);
      kept.then(done, done);
      return kept;
    },
  });
  const whole = (held: Store) => work(tracked(held)).finally(() => Promise.allSettled(keeping));
  return store.write(whole, { waitMs: limits.storeJobWaitMs, signal });
}
