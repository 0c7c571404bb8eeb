import { type Cell, isSample, type TrialRecord } from "../../model/trial.ts";
import type { TrialResult } from "./runTrial.ts";

/** Where trials are kept; what was finished is never run again. */
export interface TrialShelf {
  readonly keyOf: (cell: Cell) => string;
  /** The record of a trial that is a sample, if there is one. */ readonly sampleOf: (key: string) => Promise<TrialRecord | undefined>;
  /** @returns the record that counts: another's, where another lab at the same place kept a sample of this trial first */
  readonly keep: (result: TrialResult) => Promise<TrialRecord>;
}

export interface SweepRun {
  readonly cells: readonly Cell[];
  readonly shelf: TrialShelf;
  readonly run: (cell: Cell, key: string, signal: AbortSignal) => Promise<TrialResult>;
  /** Trials at once. */ readonly concurrency: number;
  readonly signal?: AbortSignal;
  /** Called for each trial, found or run. */ readonly onTrial?: (record: TrialRecord, found: boolean) => void;
}

export interface SweepEnd {
  /** The trials that are samples, in the order of the cells; absent where one has none. */ readonly records: readonly (
    | TrialRecord
    | undefined
  )[];
  readonly found: number;
  readonly ran: number;
  /** Why it ended before all were run, one sentence. */ readonly endedEarly?: string;
}

/** Trials in a row whose model failed before a sweep gives up: a wrong key would fail all of them. */
const MOST_MODEL_FAILURES = 5;

/**
 * Runs the trials that are not there yet, several at once, and keeps each before its place is given to the next. A trial whose model
 * failed is kept, is no sample, and is run again by the next sweep.
 *
 * @throws what a trial or the shelf throws, once the trials that run have ended and are kept
 */
export async function runSweep({ cells, shelf, run, concurrency, signal, onTrial }: SweepRun): Promise<SweepEnd> {
  const own = new AbortController();
  const stop = signal ? AbortSignal.any([signal, own.signal]) : own.signal;
  const records: (TrialRecord | undefined)[] = cells.map(() => undefined);
  let [next, found, ran, failures] = [0, 0, 0, 0];
  let endedEarly: string | undefined;
  let fault: { readonly error: unknown } | undefined;
  const work = async (): Promise<void> => {
    while (next < cells.length && !stop.aborted && endedEarly === undefined && fault === undefined) {
      const place = next++;
      const cell = cells[place] as Cell;
      const key = shelf.keyOf(cell);
      const kept = await shelf.sampleOf(key);
      if (kept) found++;
      const record = kept ?? (await trialOf(cell, key));
      if (isSample(record.status)) records[place] = record;
      onTrial?.(record, kept !== undefined);
      failures = record.status === "model failed" ? failures + 1 : kept ? failures : 0;
      if (failures >= MOST_MODEL_FAILURES)
        endedEarly = `The model failed ${failures} times in a row: ${record.reason ?? "no reason given"}`;
    }
  };
  const trialOf = async (cell: Cell, key: string): Promise<TrialRecord> => {
    const record = await shelf.keep(await run(cell, key, stop));
    ran++;
    return record;
  };
  const lane = () =>
    work().catch((error: unknown) => {
      // The first fault is told; the trials beside it are ended, and kept as stopped.
      fault ??= { error };
      own.abort();
    });
  await Promise.all(Array.from({ length: Math.min(concurrency, cells.length) }, lane));
  if (fault) throw fault.error;
  if (stop.aborted) endedEarly ??= "It was interrupted.";
  return { records, found, ran, ...(endedEarly === undefined ? {} : { endedEarly }) };
}
