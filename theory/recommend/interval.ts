import type { Point } from "../../model/point.ts";
import type { PredictedRate } from "../../model/recommendation.ts";
import { guidedPool } from "../attempt/guidedPool.ts";
import type { Agent } from "../fit/agent.ts";
import { solveStage } from "../stage.ts";
import { withAgent } from "./withAgent.ts";

/** Gauss nodes per panel: each request is solved by itself, to 1e-8 where measured, far below what an interval tells apart. */
const ORDER = 9;

/** P(pass) of the requests for one agent. @param point  unpruned; its stages are not looked at */
export function passRateOf(point: Point, agent: Agent, requests: readonly number[]): number {
  const changed = withAgent(point, agent);
  const pool = guidedPool(changed);
  const times = new Map<number, number>();
  for (const request of requests) times.set(request, (times.get(request) ?? 0) + 1);
  return [...times].reduce((rate, [request, count]) => rate * solveStage(pool, changed, request, ORDER).passRate ** count, 1);
}

/**
 * The pass rates of one harness under refits of samples drawn from the fitted agent, as a 95% percentile interval; widened to hold the
 * estimate where that lies outside.
 *
 * @param rates  of the refitted agents, at least 40 of them
 */
export function percentileInterval(estimate: number, rates: readonly number[]): PredictedRate {
  const sorted = rates.toSorted((a, b) => a - b);
  const rank = Math.floor(0.025 * (sorted.length + 1)); // 99 refits: the 2nd from either end
  const low = sorted[Math.max(0, rank - 1)];
  const high = sorted[Math.min(sorted.length - 1, sorted.length - rank)];
  return { estimate, low: Math.min(low, estimate), high: Math.max(high, estimate) };
}
