import { Option } from "commander";
import { InvalidInput } from "../../model/invalid.ts";
import type { Filter, StoreReader } from "../../store/readStore.ts";
import { pathText } from "../options.ts";

/** What the commands of `results` share: the store's folder, which results are meant, and opening for reading. */

export const storeOption = (): Option =>
  new Option("--store <dir>", "folder of the results").argParser(pathText("--store")).default("results/store");

export interface FilterOptions {
  readonly experiment?: string;
  readonly method?: string;
  readonly key?: string;
  readonly since?: string;
}

export const filterOptions = (): Option[] => [
  new Option("--experiment <id>", "only these, such as retry or sweep-point"),
  new Option("--method <name>", "only these: exact or simulate"),
  new Option("--key <prefix>", "only keys that begin so").argParser(keyPrefix("--key")),
  new Option("--since <date>", "only what was begun then or later, such as 2026-11-25 or 2026-11-25T08:30Z").argParser(instant),
];

export const filterOf = ({ experiment, method, key, since }: FilterOptions): Filter => ({ experiment, method, keyPrefix: key, since });

/** @throws InvalidInput for what no key begins with */
export function keyPrefix(field: string): (text: string) => string {
  return (text) => {
    if (!/^[0-9a-f]{1,64}$/i.test(text)) throw new InvalidInput(field, "must be the beginning of a key, 1 to 64 hex digits", text);
    return text.toLowerCase();
  };
}

/** A date means its first moment in UTC. */
function instant(text: string): string {
  const at = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) throw new InvalidInput("--since", "must be a date, or a date and time with its zone", text);
  return at.toISOString();
}

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

/** Enough of a key to tell results apart, and to name one by. */
export const shortKey = (key: string): string => key.slice(0, 12);
