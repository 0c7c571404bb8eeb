import { setImmediate as nextTurn } from "node:timers/promises";
import { InvalidInput } from "../model/invalid.ts";
import { namedStream, nextUnit } from "../numerics/streams.ts";
import { canonicalJson } from "../store/canonicalJson.ts";
import type { Stored } from "../store/readStore.ts";
import type { ResultRecord } from "../store/record.ts";
import { Unresolved } from "../theory/unresolved.ts";
import type { CellTools } from "./cell.ts";
import { recompute } from "./recompute.ts";

/** A place in a result where the stored and the fresh one are not the same; undefined where one has nothing. */
export interface Difference {
  /** Such as "error.passRate"; "" for the result as a whole. */ readonly at: string;
  readonly stored: unknown;
  readonly fresh: unknown;
}

export interface Comparison {
  readonly key: string;
  readonly experiment: string;
  readonly method: string;
  readonly status: "same" | "differs" | "not compared";
  /** Why it was not compared, or could not be made. */ readonly reason?: string;
  readonly differences?: readonly Difference[];
}

export interface Verification {
  readonly comparisons: readonly Comparison[];
  readonly same: number;
  readonly differ: number;
  readonly notCompared: number;
}

/**
 * A sample without replacement, in the order of the keys. The same results and seed give the same sample, in whatever order they are stored.
 *
 * @param size  integer ≥ 1; all where there are no more
 */
export async function sampleOf(records: AsyncIterable<Stored>, size: number, seed: string): Promise<ResultRecord[]> {
  let best: { readonly rank: number; readonly record: ResultRecord }[] = [];
  const cut = () => {
    best.sort((a, b) => a.rank - b.rank);
    best = best.slice(0, size);
  };
  for await (const { record } of records) {
    best.push({ rank: nextUnit(namedStream(seed, 0, `verify ${record.key}`)), record });
    if (best.length >= 2 * size + 100) cut();
  }
  cut();
  return best.map(({ record }) => record).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * Makes results again and compares them with what is stored, to the last byte of their canonical JSON. Results of another model version,
 * and those that nothing here makes, are named and not compared.
 *
 * @throws the signal's reason once it is aborted
 */
export async function verifyResults(
  records: readonly ResultRecord[],
  tools: CellTools,
  { signal, onDone }: { readonly signal?: AbortSignal; readonly onDone?: () => void },
): Promise<Verification> {
  const comparisons: Comparison[] = [];
  for (const record of records) {
    await nextTurn(); // solving is synchronous: signals and progress get their turn here
    signal?.throwIfAborted();
    comparisons.push(await compared(record, tools, signal));
    onDone?.();
  }
  const count = (status: Comparison["status"]) => comparisons.filter((one) => one.status === status).length;
  return { comparisons, same: count("same"), differ: count("differs"), notCompared: count("not compared") };
}

async function compared({ key, identity, result }: ResultRecord, tools: CellTools, signal?: AbortSignal): Promise<Comparison> {
  const of = { key, experiment: identity.experiment, method: identity.method };
  try {
    const again = await recompute(identity, tools, signal);
    if ("reason" in again) return { ...of, status: "not compared", reason: again.reason };
    const differences = differencesOf(result, JSON.parse(canonicalJson(again.result)));
    return differences.length === 0 ? { ...of, status: "same" } : { ...of, status: "differs", differences };
  } catch (error) {
    // A point that was answered once and is refused now differs as much as one with another figure.
    if (error instanceof InvalidInput || error instanceof Unresolved) return { ...of, status: "differs", reason: error.message };
    throw error;
  }
}

function differencesOf(stored: unknown, fresh: unknown, at = ""): Difference[] {
  if (isObject(stored) && isObject(fresh) && Array.isArray(stored) === Array.isArray(fresh)) {
    const names = [...new Set([...Object.keys(stored), ...Object.keys(fresh)])].sort();
    return names.flatMap((name) => differencesOf(stored[name], fresh[name], at === "" ? name : `${at}.${name}`));
  }
  return Object.is(stored, fresh) || (stored === 0 && fresh === 0) ? [] : [{ at, stored, fresh }];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
