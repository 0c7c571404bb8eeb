import { type CellSummary, samplesOf, summarise } from "../../agents/trial/summary.ts";
import type { TrialRecord } from "../../model/trial.ts";
import { cellKey } from "../../store/trialKey.ts";

export type KeyedSummary = CellSummary & { readonly key: string };

/** One summary for each cell that has a sample, in the order in which cells come first. Of one trial's several records one counts. */
export function summariesOf(records: readonly TrialRecord[]): readonly KeyedSummary[] {
  const byCell = new Map<string, TrialRecord[]>();
  for (const sample of samplesOf(records)) {
    const key = cellKey(sample.cell);
    const of = byCell.get(key);
    if (of) of.push(sample);
    else byCell.set(key, [sample]);
  }
  return [...byCell].map(([key, samples]) => ({ key, ...summarise(samples) }));
}
