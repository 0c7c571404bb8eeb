import type { Point } from "../../model/point.ts";
import type { PredictedRate } from "../../model/recommendation.ts";
import type { Agent } from "../fit/agent.ts";
import { stageCurve } from "../stageCurve.ts";
import { withAgent } from "./withAgent.ts";

/** P(pass) of the requests for one agent. */
export function passRateOf(point: Point, agent: Agent, requests: readonly number[]): number {
  const curve = stageCurve(withAgent(point, agent), Math.max(...requests));
  return Math.exp(requests.reduce((sum, request) => sum + curve.at(request).logPassRate, 0));
}

/**
 * The pass rates of one harness under refits of samples drawn from the fitted agent, as a 95% percentile interval; widened to hold the
 * estimate where that lies outside.
 *
 * @param rates  of the refitted agents, at least 40 of them
 */
export function percentileInterval(estimate: number, rates: readonly number[]): PredictedRate {
  const sorted = rates.toSorted((a, b) => a - b);
  const rank = Math.floor(0.025 * (sorted.length + 1)); // 199 refits: the 5th from either end
  const low = sorted[Math.max(0, rank - 1)];
  const high = sorted[Math.min(sorted.length - 1, sorted.length - rank)];
  return { estimate, low: Math.min(low, estimate), high: Math.max(high, estimate) };
}
