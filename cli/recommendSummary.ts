import type { PredictedRate, Recommendation, RecommendedAgent } from "../model/recommendation.ts";
import type { Task } from "../theory/recommend/recommend.ts";
import { HOPELESS } from "../theory/recommend/warnings.ts";
import { planText } from "./planText.ts";
import { figure, smallFigure, table } from "./table.ts";

/** What voids the answer, if anything does; the answer in a line or two; then why, then the agent that it is for. */
export function recommendSummary(recommendation: Recommendation, task: Task): string {
  const { agent, fit, harness, passRate, finalBias, warnings, reasons } = recommendation;
  const answer =
    harness && passRate
      ? `${passRate.estimate < HOPELESS ? "Best found" : "Recommended"} for a goal of ${figure(task.goal)}: ${said(harness.stages, harness.requests)}, with up to ${harness.retryBudget} ${harness.retryBudget === 1 ? "attempt" : "attempts"} each.\n` +
        `Predicted pass rate ${short(passRate.estimate)} (${certainty(passRate, fit !== undefined)}), final bias ${short(finalBias ?? 0)} units of work, ${short(harness.meanSteps)} steps a run on average.\n`
      : "No harness can be recommended.\n";
  const first = warnings.map((warning) => `${warning}.\n\n`).join("");
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
  return `${first}${answer}\nWhy:\n${why}\nAgent${fit ? ", as fitted (± standard error)" : ""}:\n${table([["", "weight", "mu", "sigma", "min", "max"], ...rows])}${others(agent)}`;
}

/** What a pool given says beside its members, as far as it does. */
function others({ pool, guidance, verification, onUnrecovered }: RecommendedAgent): string {
  const steered = pool.length === 1 ? " (one member: nothing to steer)" : "";
  return [
    ...(guidance
      ? [`guidance: ${guidance.kind}${guidance.kind === "none" ? "" : `, strength ${short(guidance.strength)}${steered}`}\n`]
      : []),
    ...(verification ? [`verification: ${verification}\n`] : []),
    ...(onUnrecovered ? [`after an unrecovered stage: ${onUnrecovered}\n`] : []),
  ].join("");
}

/** An interval carries what is not known of a fitted agent; of a given one nothing is unknown, and the solver errs a little. */
function certainty({ estimate, low, high }: PredictedRate, fitted: boolean): string {
  if (fitted) return `95% interval ${short(low)} to ${short(high)}`;
  if (estimate === 0) return "exact; less than 1e-300";
  return `exact; error ±${smallFigure(Math.max(high - estimate, estimate - low))}`;
}

function said(stages: NonNullable<Recommendation["harness"]>["stages"], requests: readonly number[]): string {
  if (stages.kind === "uniform") return stages.count === 1 ? "one stage" : `${stages.count} equal stages of ${short(requests[0])}`;
  if (stages.kind === "explicit") return `${requests.length} stages of ${planText(requests, short)}`;
  const tail = requests.length > stages.chunks ? `, then ${short(requests[requests.length - 1])} in one stage` : "";
  return `${stages.chunks} ${stages.chunks === 1 ? "chunk" : "chunks"} of ${short(stages.chunk)}${tail}`;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
