import type { Recommendation } from "../model/recommendation.ts";
import type { Task } from "../theory/recommend/recommend.ts";
import { figure, table } from "./table.ts";

/** The answer first, in a line or two; then why, then the agent that it is for. */
export function recommendSummary({ agent, fit, harness, passRate, finalBias, reasons }: Recommendation, task: Task): string {
  const answer =
    harness && passRate
      ? `Recommended for a goal of ${figure(task.goal)}: ${said(harness.stages, harness.requests)}, with up to ${harness.retriesEnough} attempts each.\n` +
        `Predicted pass rate ${short(passRate.estimate)} (95% interval ${short(passRate.low)} to ${short(passRate.high)}) at ${task.retryBudget} attempts, final bias ${short(finalBias ?? 0)} units of work.\n`
      : "No harness can be recommended.\n";
  const why = reasons.map((reason) => `  - ${reason}\n`).join("");
  const errors = fit?.standardErrors;
  const cell = (value: number, error: number | undefined) =>
    errors ? `${short(value)} ± ${error === undefined ? "-" : short(error)}` : short(value);
  const total = agent.weights.reduce((sum, weight) => sum + weight, 0);
  const rows = agent.pool.map(({ mu, sigma, min, max }, i) => {
    const error = errors?.[i];
    return [
      `${i + 1}`,
      cell(agent.weights[i] / total, error?.weight),
      cell(mu, error?.mu),
      cell(sigma, error?.sigma),
      cell(min, error?.min),
      cell(max, error?.max),
    ];
  });
  return `${answer}\nWhy:\n${why}\nAgent${fit ? ", as fitted (± standard error)" : ""}:\n${table([["", "weight", "mu", "sigma", "min", "max"], ...rows])}`;
}

function said(stages: NonNullable<Recommendation["harness"]>["stages"], requests: readonly number[]): string {
  if (stages.kind === "uniform") return stages.count === 1 ? "one stage" : `${stages.count} equal stages of ${short(requests[0])}`;
  if (stages.kind === "explicit") return `${requests.length} stages of ${requests.map(short).join(", ")}`;
  const tail = requests.length > stages.chunks ? `, then ${short(requests[requests.length - 1])} in one stage` : "";
  return `${stages.chunks} ${stages.chunks === 1 ? "chunk" : "chunks"} of ${short(stages.chunk)}${tail}`;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
