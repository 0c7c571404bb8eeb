import type { Store } from "../store/openStore.ts";

/**
 * Opens the results kept in a folder for some work, and closes them whatever comes of it: another process can use them then.
 *
 * @param folder  false: nothing is kept, and the work is given no store
 * @param field   what the user calls the folder, such as "--store"
 */
export async function withStore<T>(folder: string | false, field: string, work: (store: Store | undefined) => Promise<T>): Promise<T> {
  if (folder === false) return work(undefined);
  const { openStore } = await import("../store/openStore.ts");
  const store = await openStore(folder, { field });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
