import { type CellSummary, summarise } from "../../agents/trial/summary.ts";
import { isSample, type TrialRecord } from "../../model/trial.ts";
import { cellKey } from "../../store/trials.ts";

export type KeyedSummary = CellSummary & { readonly key: string };

/** One summary for each cell that has a sample, in the order in which cells come first. Of one trial's several records one counts. */
export function summariesOf(records: readonly TrialRecord[]): readonly KeyedSummary[] {
  const byCell = new Map<string, Map<string, TrialRecord>>();
  for (const record of records) {
    if (!isSample(record.status)) continue;
    const key = cellKey(record.cell);
    const trials = byCell.get(key) ?? new Map<string, TrialRecord>();
    if (!trials.has(record.key)) trials.set(record.key, record);
    byCell.set(key, trials);
  }
  return [...byCell].map(([key, trials]) => ({ key, ...summarise([...trials.values()]) }));
}
