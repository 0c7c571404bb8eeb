import type { FitReport } from "../../model/fit.ts";
import type { Point } from "../../model/point.ts";
import type { PredictedRate, Recommendation, RecommendedAgent, RecommendedHarness } from "../../model/recommendation.ts";
import { parsePoint } from "../../model/validate.ts";
import type { Agent } from "../fit/agent.ts";
import { retryLaw } from "../retryLaw.ts";
import { solve } from "../solve.ts";
import { type StageCurve, stageCurve } from "../stageCurve.ts";
import { choose } from "./choose.ts";
import { passRateOf, percentileInterval } from "./interval.ts";
import { fitReasons, harnessReasons, intervalReason, noPlanReason } from "./reasons.ts";
import { fitWarnings, hopeless } from "./warnings.ts";

/** What is asked of the agent. */
export type Task = Pick<Point, "goal" | "tolerance" | "stepBudget" | "retryBudget">;

/** An agent to recommend for: a given pool, or a fitted one with how far off it may be. */
export interface KnownAgent {
  readonly agent: RecommendedAgent;
  readonly fit?: FitReport;
  /** Refits of samples of the fitted agent; empty for a given pool. */ readonly replicates: readonly Agent[];
}

/** Refitted agents that the interval is made of. */
const IN_INTERVAL = 99;
/** The retry budget advised gives this share of the pass rate at the one allowed. */
const RETRIES_SHARE = 0.99;

/**
 * The recommended harness for an agent, with reasons.
 *
 * It is the plan of greatest pass rate for the agent as given or fitted, or a simpler one as good. A choice by the geometric mean pass rate
 * over refits as well was tried on 120 agents kept aside: it reached no more, and took far longer.
 *
 * @throws InvalidInput where agent and task do not make a point
 * @see docs/theory/fitting-agents.md
 */
export function recommend(
  { agent, fit, replicates }: KnownAgent,
  task: Task,
  onProgress?: (done: number, total: number) => void,
): Recommendation {
  const point = parsePoint({ ...task, ...agent, stages: { kind: "uniform", count: 1 } });
  const curve = stageCurve(point);
  const choice = point.tolerance > 0 ? choose(point, curve) : undefined; // a window of no length is never hit
  const said = fit ? fitReasons(fit) : [];
  const doubts = fit ? fitWarnings(fit) : [];
  const known = { agent, ...(fit ? { fit } : {}) };
  if (choice === undefined || choice === "too many") {
    const why = noPlanReason(point, choice);
    return { ...known, warnings: doubts, reasons: [why, ...said], absent: { harness: why, passRate: why, finalBias: why } };
  }
  const { stages, requests } = choice;
  const solution = solve({ ...point, stages });
  const rates = replicates.slice(0, IN_INTERVAL).map((replicate, i, all) => {
    onProgress?.(i + 1, all.length);
    return passRateOf(point, replicate, requests);
  });
  const error = solution.error.passRate;
  const passRate: PredictedRate =
    rates.length > 0
      ? percentileInterval(solution.passRate, rates)
      : { estimate: solution.passRate, low: Math.max(0, solution.passRate - error), high: Math.min(1, solution.passRate + error) };
  const advice = retryAdvice(point, curve, requests);
  const harness: RecommendedHarness = { stages, requests, retryBudget: point.retryBudget, meanSteps: solution.meanSteps, ...advice };
  return {
    ...known,
    harness,
    passRate,
    finalBias: solution.finalBias,
    warnings: [...hopeless(point, choice, solution.passRate), ...doubts],
    reasons: [
      ...harnessReasons(point, curve, choice, harness, solution.passRate),
      intervalReason(passRate, rates.length, fit !== undefined),
      ...said,
    ],
  };
}

/** The smallest R that brings `RETRIES_SHARE` of what the allowed retry budget brings, and what one attempt more would bring. */
function retryAdvice({ retryBudget }: Point, curve: StageCurve, requests: readonly number[]) {
  const attempts = requests.map((request) => curve.at(request));
  const passWith = (budget: number) =>
    Math.exp(attempts.reduce((sum, at) => sum + retryLaw(at.acceptRate, at.overshootRate + at.exhaustionRate, budget).logPassRate, 0));
  const enough = RETRIES_SHARE * passWith(retryBudget);
  let [low, high] = [1, retryBudget];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (passWith(middle) >= enough) high = middle;
    else low = middle + 1;
  }
  return { retriesEnough: low, passRateThen: passWith(low), passRateOneMore: passWith(retryBudget + 1) };
}
