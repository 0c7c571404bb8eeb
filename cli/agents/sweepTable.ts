import { harmlessLine } from "../../agents/sandbox/harmless.ts";
import { type Cell, isWorkflow } from "../../model/trial.ts";
import { table } from "../table.ts";
import type { KeyedSummary } from "./summaries.ts";

/** Summaries of cells, a line each. */
export function sweepTable(summaries: readonly KeyedSummary[]): string {
  if (summaries.length === 0) return "No trial has come to an end that says something of agent and harness.\n";
  const rows = summaries.map(rowOf).toSorted((a, b) => ORDER.compare(a.slice(1, 5).join(" "), b.slice(1, 5).join(" ")));
  const lines = table([
    [
      "cell",
      "agent",
      "model",
      "task",
      "harness",
      "passed",
      "95% interval",
      "final bias",
      "accepted",
      "hallucinated",
      "tools",
      "tokens",
      "cost",
      "time",
    ],
    ...rows,
  ]);
  return `${lines}${LEGEND}\n`;
}

/** By agent, model, task and harness, with numbers in their order. */
const ORDER = new Intl.Collator("en", { numeric: true });
const LEGEND =
  "accepted: of attempts; hallucinated: stages claimed done whose check fails, of those claimed; final bias, tools, tokens, cost, time: means a trial";

const rowOf = ({ key, cell, trials, passed, interval, ...rest }: KeyedSummary): string[] => [
  key.slice(0, 8),
  harmlessLine(`${cell.agent} ${cell.version}`, 30),
  harmlessLine(cell.model, 30),
  harmlessLine(cell.task.kind === "addition" ? `addition G=${cell.task.goal}` : cell.task.name, 30),
  harnessInWords(cell.harness),
  `${passed}/${trials}`,
  `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`,
  rest.finalBias === undefined ? "-" : rest.finalBias.mean.toPrecision(3),
  `${rest.attempts.accepted}/${rest.attempts.made}`,
  `${rest.claims.hallucinated}/${rest.claims.made}`,
  rest.toolCalls === undefined ? "-" : rest.toolCalls.toFixed(1),
  rest.inputTokens === undefined || rest.outputTokens === undefined ? "-" : String(Math.round(rest.inputTokens + rest.outputTokens)),
  rest.cost === undefined ? "-" : String(Number(rest.cost.toPrecision(3))),
  `${(rest.durationMs / 1000).toFixed(1)} s`,
];

/** "K=5 R=3 turns": what a harness is, short. */
export function harnessInWords(harness: Cell["harness"]): string {
  const stages = isWorkflow(harness)
    ? `${harness.steps.length} steps${harness.extent === undefined ? "" : ` r=${harness.extent}`}`
    : harness.stages.kind === "uniform"
      ? `K=${harness.stages.count}`
      : harness.stages.kind === "partial"
        ? `c=${harness.stages.chunk} r=${harness.stages.chunks}`
        : `${harness.stages.requests.length} explicit`;
  const more = [
    `R=${harness.retryBudget}`,
    harness.telling,
    ...(harness.guidance === "none" ? [] : [harness.guidance]),
    ...(harness.onUnrecovered === "carry" ? [] : [harness.onUnrecovered]),
  ];
  return [stages, ...more].join(" ");
}
