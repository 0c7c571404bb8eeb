import type { Store } from "../../store/openStore.ts";
import type { JobTools } from "./tools.ts";

/** Work with the store, or without where the job keeps nothing. */
export function withJobStore<T>(
  wanted: boolean,
  { store, limits }: Pick<JobTools, "store" | "limits">,
  signal: AbortSignal,
  work: (store: Store | undefined) => Promise<T>,
): Promise<T> {
  return wanted ? store.write(work, { waitMs: limits.storeJobWaitMs, signal }) : work(undefined);
}
