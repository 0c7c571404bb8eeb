import { InvalidInput } from "../../model/invalid.ts";
import type { Stored, StoreReader } from "../../store/readStore.ts";
import { keyPrefix, shortKey } from "./common.ts";

/**
 * The one result whose key begins so.
 *
 * @throws InvalidInput where none does, or more than one
 */
export async function findResult(store: StoreReader, prefix: string): Promise<Stored> {
  const found: Stored[] = [];
  for await (const stored of store.records({ keyPrefix: keyPrefix("KEY")(prefix) })) found.push(stored);
  if (found.length === 1) return found[0];
  if (found.length === 0) throw new InvalidInput("KEY", "must begin the key of a stored result; see harness-lab results list", prefix);
  const some = found.slice(0, 3).map(({ record }) => shortKey(record.key));
  throw new InvalidInput("KEY", `must begin one key only; ${found.length} begin so, such as ${some.join(", ")}`, prefix);
}
