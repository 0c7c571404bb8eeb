import type { FitReport } from "../../model/fit.ts";
import { LIMITS } from "../../model/limits.ts";
import type { Point } from "../../model/point.ts";
import type { PredictedRate, RecommendedHarness } from "../../model/recommendation.ts";
import { maximumBetween } from "../../numerics/maximum.ts";
import { stoppingRule } from "../marginalStopping.ts";
import { requestRange } from "../optimal/plan.ts";
import type { StageCurve } from "../stageCurve.ts";
import { AS_GOOD, type Choice } from "./choose.ts";
import { HOPELESS } from "./warnings.ts";

/** Why no plan can pass (T1, reachability). @param found  `too many`: only plans of more stages than a point may have */
export function noPlanReason({ goal, tolerance, stepBudget, pool, weights }: Point, found: "too many" | undefined): string {
  if (tolerance === 0) return "no plan can pass: with a tolerance of 0 no attempt is accepted";
  if (found === "too many")
    return `no plan of at most ${LIMITS.stages} stages can pass: a goal of ${say(goal)} needs more of them within ${stepBudget} steps an attempt`;
  const drawn = pool.filter((_, i) => weights[i] > 0);
  const [shortest, longest] = [Math.min(...drawn.map(({ min }) => min)), Math.max(...drawn.map(({ max }) => max))];
  return (
    `no plan can pass: a goal of ${say(goal)} cannot be cut into requests that steps of ${say(shortest)} to ${say(longest)}, ` +
    `at most ${stepBudget} of them, end within ${say(tolerance)} of (T1, reachability): no retry budget helps`
  );
}

/** Why this harness: what it is, which stage costs most, what the theorems say. */
export function harnessReasons(point: Point, curve: StageCurve, choice: Choice, harness: RecommendedHarness, passRate: number): string[] {
  return [
    kindReason(choice),
    ...costReasons(point, curve, harness.requests),
    ...reachReason(point, curve),
    ...stoppingReason(point, choice),
    retryReason(point, harness, passRate),
  ];
}

function kindReason({ stages, requests, logRate, bestLogRate }: Choice): string {
  const share = percent(Math.exp(logRate - bestLogRate));
  const simple = `reaches ${share} of the pass rate of the best plan found; a simpler plan is taken from ${percent(AS_GOOD)} on`;
  if (stages.kind === "uniform") return `${count(stages.count, "equal stage")} of ${say(requests[0])}: ${simple}`;
  if (stages.kind === "partial")
    return `${count(stages.chunks, "chunk")} of ${say(stages.chunk)} and a tail: ${simple}, and no equal stages do`;
  return `unequal requests: neither equal stages nor chunks with a tail reach ${percent(AS_GOOD)} of their pass rate`;
}

/** Attempts of the least cost are sought among this many requests. */
const PLACES = 400;

/** The stage that costs most, and the exact split of the whole cost into execution cost and granularity penalty (T1). */
function costReasons(point: Point, curve: StageCurve, requests: readonly number[]): string[] {
  const costs = requests.map((request) => -curve.at(request).logPassRate);
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const worst = costs.indexOf(Math.max(...costs));
  const { acceptRate, overshootRate, exhaustionRate } = curve.at(requests[worst]);
  const how = overshootRate >= exhaustionRate ? "overshoot" : "exhaustion (the step budget)";
  const share = requests.length === 1 ? "the only stage" : same(costs) ? "every stage costs the same" : `stage ${worst + 1} costs most`;
  const { above, most } = requestRange(point);
  const cheapest = maximumBetween((request) => curve.at(request).logPassRate, above * (1 + 1e-9) + 1e-12 * most, most, PLACES, 1e-6 * most);
  const execution = Math.max(0, -curve.at(cheapest).logPassRate);
  const stages = requests.length;
  const least = stages * execution;
  return [
    `${share}: a request of ${say(requests[worst])} is met with probability P = ${say(Math.exp(-costs[worst]))}, so it costs −log P = ${say(costs[worst])} of the ${say(total)} that all stages cost (−log of the pass rate); ${percent(acceptRate)} of its attempts are accepted, the others mostly end in ${how}`,
    `T1 (execution cost and granularity penalty): of that ${say(total)}, ${say(least)} is what ${count(stages, "stage")} would cost even at the cheapest request, near ${say(cheapest)}; the other ${say(Math.max(0, total - least))} is the penalty for requests that must add up to the goal`,
  ];
}

function reachReason({ goal, stepBudget }: Point, curve: StageCurve): string[] {
  const { acceptRate, exhaustionRate } = curve.at(goal);
  if (acceptRate > 0) return [];
  const why = exhaustionRate === 1 ? `${stepBudget} steps cannot add up to it` : "no number of steps can end in its window";
  return [`T1 (reachability): the whole goal as one stage is out of reach, since ${why}; it must be cut`];
}

function stoppingReason(point: Point, { stages }: Choice): string[] {
  if (stages.kind !== "partial") return [];
  const { chunkCost, extents, stop } = stoppingRule(point, stages.chunk);
  const here = extents.find(({ chunks }) => chunks === stages.chunks);
  const drop = here?.marginalDrop;
  const next =
    drop === undefined || !Number.isFinite(drop)
      ? "no further chunk fits or pays"
      : `one more would ${drop > 0 ? "lower" : "raise"} the tail's risk by ${say(Math.abs(drop))}`;
  const rule =
    stop === stages.chunks
      ? "by that rule the scaffold stops here"
      : `chunks pay once more further on, up to ${count(stop, "chunk")}: the pass rate has more than one top, and this one is the highest`;
  return [`T3 (marginal stopping): a chunk costs ${say(chunkCost)} and ${next}; ${rule}`];
}

function retryReason({ retryBudget }: Point, harness: RecommendedHarness, passRate: number): string {
  const { retriesEnough, passRateThen, passRateOneMore } = harness;
  const more = `one attempt more than ${retryBudget} would bring ${passRateOneMore > 0 ? say(passRateOneMore) : LEAST_RATE}`;
  if (passRate < HOPELESS) return `retry budget: ${more}`;
  if (retriesEnough < retryBudget)
    return `retry budget: ${count(retriesEnough, "attempt")} at a stage would do, at a pass rate of ${say(passRateThen)}; ${more}`;
  if (retryBudget === 1) return `retry budget: the one attempt is all that is allowed; ${more}`;
  return `retry budget: all ${retryBudget} attempts are wanted, fewer bring less than 99% of this pass rate; ${more}`;
}

export function intervalReason({ estimate, low, high }: PredictedRate, refits: number, fitted: boolean): string {
  if (!fitted) return "the pass rate is exact for the pool given; its error is the solver's";
  return `the pass rate is ${say(estimate)} for the fitted agent; under ${refits} refits of samples drawn from it, 95% lie from ${say(low)} to ${say(high)}`;
}

/** Of a fit that may be relied on; of another the warnings speak. */
export function fitReasons({ status, why, steps, components }: FitReport): string[] {
  return status === "ok" ? [`the agent is a fit of ${count(components, "truncated normal")} to ${steps} steps: ${why}`] : [];
}

/** Of rates that a double cannot hold. */
const LEAST_RATE = "less than 1e-300";
const say = (value: number): string => String(Number(value.toPrecision(4)));
const percent = (share: number): string => `${Number((100 * share).toPrecision(4))}%`;
const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
const same = (costs: readonly number[]): boolean => Math.max(...costs) - Math.min(...costs) <= 1e-9 * Math.max(...costs);
