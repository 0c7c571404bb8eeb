import { InvalidInput } from "../model/invalid.ts";
import { keyPrefix, shortKey } from "./filterText.ts";
import type { Stored, StoredResults } from "./readStore.ts";

/** No result's key begins so. */
export class NoSuchResult extends InvalidInput {}

/**
 * The one result whose key begins so.
 *
 * @param called  what the user calls the key
 * @throws NoSuchResult where none does; InvalidInput where more than one does
 */
export async function findResult(store: StoredResults, prefix: string, called: string): Promise<Stored> {
  const found: Stored[] = [];
  for await (const stored of store.records({ keyPrefix: keyPrefix(called)(prefix) })) found.push(stored);
  if (found.length === 1) return found[0];
  if (found.length === 0) throw new NoSuchResult(called, "must begin the key of a stored result; see harness-lab results list", prefix);
  const some = found.slice(0, 3).map(({ record }) => shortKey(record.key));
  throw new InvalidInput(called, `must begin one key only; ${found.length} begin so, such as ${some.join(", ")}`, prefix);
}
