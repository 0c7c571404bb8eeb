import type { Limits } from "../limits.ts";
import type { StoreAccess } from "../store/storeAccess.ts";
import type { Threads } from "../threads/threads.ts";

/** What jobs are done with. */
export interface JobTools {
  readonly threads: Threads;
  readonly store: StoreAccess;
  readonly limits: Limits;
  /** Told of faults of the program. */ readonly onFault: (error: unknown) => void;
}
