import type { TrialCell, TrialEntry } from "../api.ts";
import type { Held } from "./cellEntry.ts";

const LONGEST_REASON = 500;

export interface CellFilter {
  readonly agent?: string;
  readonly model?: string;
  readonly task?: string;
  readonly kind?: TrialCell["task"]["kind"];
  /** Only cells with a record of this status. */ readonly status?: TrialEntry["status"];
}

export function fits(entry: TrialCell, { agent, model, task, kind, status }: CellFilter): boolean {
  return (
    (agent === undefined || entry.agent === agent) &&
    (model === undefined || entry.model === model) &&
    (task === undefined || taskOf(entry) === task) &&
    (kind === undefined || entry.task.kind === kind) &&
    (status === undefined || entry.statuses[status] !== undefined)
  );
}

/** What a task is called. */
export const taskOf = ({ task }: Pick<TrialCell, "task">): string => (task.kind === "addition" ? "addition" : task.name);

export function trialEntry({ key, number, record }: Held): TrialEntry {
  const { cell, status, reason, passed, finalBias, stages, startedAt, durationMs } = record;
  return {
    key,
    number,
    trial: cell.trial,
    status,
    ...(reason === undefined ? {} : { reason: reason.slice(0, LONGEST_REASON) }),
    ...(passed === undefined ? {} : { passed }),
    ...(finalBias === undefined ? {} : { finalBias }),
    stages: stages.length,
    accepted: stages.filter(({ accepted }) => accepted).length,
    startedAt,
    durationMs,
  };
}
