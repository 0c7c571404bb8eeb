import { modelPoint } from "../../agents/trial/modelPoint.ts";
import { samplesOf, summarise } from "../../agents/trial/summary.ts";
import { requestsOf } from "../../model/requests.ts";
import { servedSourceIn } from "../../model/servedSource.ts";
import { type Cell, isWorkflow, type TrialRecord, type TrialStatus, type WorkflowHarness } from "../../model/trial.ts";
import type { HarnessEntry, TrialCell } from "../api.ts";

/** A record in memory: without its steps, which only the trial's own page shows. */
export interface Held {
  readonly key: string;
  readonly number: number;
  /** The key of its cell. */ readonly cell: string;
  readonly record: TrialRecord;
}

/** A cell with what is held of it, by start. */
export interface HeldCell {
  readonly entry: TrialCell;
  readonly held: readonly Held[];
  /** One of each trial, a sample of the pass rate. */ readonly samples: readonly TrialRecord[];
}

/** @param held  of one cell, by start, one or more */
export function heldCell(held: readonly Held[]): HeldCell {
  const { cell, record } = held[0] as Held;
  const { agent, version, model: asked, task, source } = record.cell;
  const samples = samplesOf(held.map((one) => one.record));
  const statuses: Partial<Record<TrialStatus, number>> = {};
  for (const { record: one } of held) statuses[one.status] = (statuses[one.status] ?? 0) + 1;
  const isLab = servedSourceIn(source) !== undefined;
  const model = modelPoint(record.cell);
  const entry: TrialCell = {
    key: cell,
    agent,
    version,
    model: asked,
    source: isLab ? "harness-lab" : source.slice(0, 200),
    task: task.kind === "folder" ? { kind: "folder", name: task.name, checksum: task.checksum } : task,
    harness: harnessEntry(record.cell),
    statuses,
    latest: (held.at(-1) as Held).record.startedAt,
    ...(samples.length > 0 ? { summary: withoutCell(samples) } : {}),
    ...(model ? { point: model.point } : {}),
  };
  return { entry, held, samples };
}

function withoutCell(samples: readonly TrialRecord[]): NonNullable<TrialCell["summary"]> {
  const { cell: _, ...summary } = summarise(samples);
  return summary;
}

function harnessEntry({ task, harness }: Cell): HarnessEntry {
  const { retryBudget, onUnrecovered, telling, guidance } = harness;
  const rest = { retryBudget, onUnrecovered, telling, guidance };
  if (task.kind === "folder" || isWorkflow(harness)) {
    const { steps, extent } = harness as WorkflowHarness;
    return { kind: "workflow", stages: steps.length, ...(extent === undefined ? {} : { extent }), ...rest };
  }
  const { stages } = harness;
  const asked = { kind: stages.kind, stages: requestsOf(stages, task.goal).length, ...rest };
  return stages.kind === "partial" ? { ...asked, extent: stages.chunks, chunk: stages.chunk } : asked;
}
