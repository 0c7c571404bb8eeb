import { Option } from "commander";
import type { Filter } from "../../store/filter.ts";
import { instant, keyPrefix } from "../../store/filterText.ts";
import type { StoreReader } from "../../store/readStore.ts";
import { pathText } from "../options.ts";

/** What the commands of `results` share: the store's folder, which results are meant, and opening for reading. */

export const storeOption = (): Option =>
  new Option("--store <dir>", "folder of the results").argParser(pathText("--store")).default("results/store");

export interface FilterOptions {
  readonly experiment?: string;
  readonly method?: string;
  readonly key?: string;
  readonly since?: string;
  readonly name?: string;
}

export const filterOptions = (): Option[] => [
  new Option("--experiment <id>", "only these, such as retry or sweep-point"),
  new Option("--method <name>", "only these: exact or simulate"),
  new Option("--key <prefix>", "only keys that begin so").argParser(keyPrefix("--key")),
  new Option("--name <part>", "only names that hold this, in any case of letters"),
  new Option("--since <date>", "only what was begun then or later, such as 2026-11-25 or 2026-11-25T08:30Z").argParser(instant("--since")),
];

export const filterOf = ({ experiment, method, key, since, name }: FilterOptions): Filter => ({
  experiment,
  method,
  keyPrefix: key,
  since,
  namePart: name,
});

/** Counts what was said to be damaged. */
export interface Damage {
  count: number;
}

/** Opens a store for reading, for some work; what is damaged is said on standard error and left out. */
export async function reading<T>(folder: string, work: (store: StoreReader, damage: Damage) => Promise<T>): Promise<T> {
  const { readStore } = await import("../../store/readStore.ts");
  const damage: Damage = { count: 0 };
  const store = await readStore(folder, { field: "--store", onDamaged: damageTold(damage) });
  try {
    return await work(store, damage);
  } finally {
    await store.close();
  }
}

export function damageTold(damage: Damage): (what: string, reason: string) => void {
  return (what, reason) => {
    damage.count++;
    process.stderr.write(`${what} is damaged and left out: ${reason}\n`);
  };
}
