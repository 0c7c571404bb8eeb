import { LIMITS } from "../../model/limits.ts";
import type { Point, StagePlan } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import { bestRequests } from "../optimal/bestRequests.ts";
import { bestPartial, bestUniform } from "../optimal/comparison.ts";
import { requestRange } from "../optimal/plan.ts";
import type { StageCurve } from "../stageCurve.ts";

/** A simpler plan is taken where its pass rate is at least this share of that of the best plan found. */
export const AS_GOOD = 0.998;

/** A plan, and what the best plan of any kind brings beside it. */
export interface Choice {
  readonly stages: StagePlan;
  readonly requests: readonly number[];
  /** log pass rate of the choice and of the best plan found. */ readonly logRate: number;
  readonly bestLogRate: number;
  /** Whether more stages than a point may have would pass more often. */ readonly limited: boolean;
}

/**
 * The simplest plan that is as good as the best: equal stages, else equal chunks and a tail, else the requests of the best plan.
 * Among equal stages the fewest within the margin are not sought: the best number is taken, which is furthest from harm.
 *
 * @returns undefined where no plan can pass; `too many` where only plans of more stages than a point may have can
 */
export function choose(point: Point, curve: StageCurve): Choice | "too many" | undefined {
  const range = requestRange(point);
  const logPass = (request: number) => (request > range.most ? Number.NEGATIVE_INFINITY : curve.at(request).logPassRate);
  const best = bestRequests(logPass, range);
  if (!best) return undefined;
  const within = { at: (request: number) => ({ logPassRate: logPass(request) }) };
  const uniform = bestUniform(point, within);
  const partial = bestPartial(point, within);
  const plans: StagePlan[] = [
    ...(uniform ? [{ kind: "uniform", count: uniform.count } as const] : []),
    ...(partial ? [{ kind: "partial", chunk: partial.chunk, chunks: partial.chunks } as const] : []),
    ...(best.requests.length <= LIMITS.stages ? [{ kind: "explicit" as const, requests: [...best.requests] }] : []),
  ];
  if (plans.length === 0) return "too many";
  const choices = plans.map((stages) => {
    const requests = requestsOf(stages, point.goal);
    return { stages, requests, logRate: requests.reduce((sum, request) => sum + logPass(request), 0) };
  });
  const bestLogRate = Math.max(...choices.map((choice) => choice.logRate));
  const chosen = choices.find((choice) => choice.logRate >= bestLogRate + Math.log(AS_GOOD)) ?? choices[choices.length - 1];
  return { ...chosen, bestLogRate, limited: best.requests.length > LIMITS.stages || uniform?.count === LIMITS.stages };
}
