import { onTestFinished } from "vitest";
import { openStore, type Store } from "../../store/openStore.ts";
import { temporaryFolder } from "../temporaryFolder.ts";

/** An empty store of the running test's own, closed and gone when it ends. */
export async function temporaryStore(): Promise<Store> {
  const store = await openStore(temporaryFolder());
  onTestFinished(store.close);
  return store;
}
