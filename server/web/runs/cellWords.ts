import { harmlessLine } from "../../../agents/sandbox/harmless.ts";
import type { HarnessEntry, TrialCell, TrialKnob, TrialSeries } from "../../api.ts";
import { shortNumber } from "../explore/shortNumber.ts";

/** A name from a record, fit to be shown: records are written by agents' trials, and by whoever can write the folder. */
export const named = (text: string): string => harmlessLine(text, 80);

export function taskInWords({ task }: Pick<TrialCell, "task">): string {
  if (task.kind === "folder") return named(task.name);
  const { goal, tolerance, stepBudget, total } = task;
  return `addition to ${shortNumber(goal)} ± ${shortNumber(tolerance)}, ${stepBudget} numbers an attempt, total ${total}`;
}

export function harnessInWords(harness: HarnessEntry): string {
  const { retryBudget, telling, guidance, onUnrecovered } = harness;
  return [
    stagesInWords(harness),
    retryBudget === 1 ? "no retry" : `up to ${retryBudget} attempts each`,
    telling === "prompt" ? "told in one prompt" : "told stage by stage",
    ...(guidance === "evidence" ? ["claims by evidence"] : guidance === "compliance" ? ["claims by compliance"] : []),
    ...(onUnrecovered === "abort" ? ["ends at an unrecovered stage"] : []),
  ].join(", ");
}

function stagesInWords({ kind, stages, extent, chunk }: HarnessEntry): string {
  switch (kind) {
    case "uniform":
      return stages === 1 ? "one stage" : `${stages} equal stages`;
    case "partial":
      return extent === 0 ? "one stage, nothing scaffolded" : `${extent} chunks of ${shortNumber(chunk ?? 0)}, then the tail`;
    case "explicit":
      return `${stages} stages of given requests`;
    case "workflow":
      if (stages === 0) return "the bare instruction";
      return extent === undefined ? `a workflow of ${stages} steps` : `the first ${extent} of ${stages} steps, then on its own`;
  }
}

/** What tells a series from others, short; the knob aside. */
export function seriesName({ agent, version, model, task, harness }: TrialSeries, over: TrialKnob): string {
  const on = task.kind === "addition" ? "addition" : named(task.name);
  const { telling, guidance, retryBudget, chunk, stages } = harness;
  const more = [
    over === "retryBudget" && chunk === undefined ? `K ${stages}` : "",
    chunk === undefined ? "" : `c ${shortNumber(chunk)}`,
    over === "retryBudget" ? "" : `R ${retryBudget}`,
    telling === "turns" ? "turns" : "",
    guidance === "none" ? "" : guidance,
  ].filter(Boolean);
  return [`${named(agent)} ${named(version)}`, named(model), on, ...more].join(" · ");
}

/** "34 s", "2 min 5 s" */
export function timeInWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  return seconds < 100 ? `${seconds.toPrecision(3)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
