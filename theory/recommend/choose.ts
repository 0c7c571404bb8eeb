import type { Point, StagePlan } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import { bestRequests } from "../optimal/bestRequests.ts";
import { bestPartial, bestUniform } from "../optimal/comparison.ts";
import type { Worth } from "./agentCurves.ts";

/** A simpler plan is taken where its pass rate is at least this share of that of the best plan found. */
export const AS_GOOD = 0.995;

/** A plan, and what the best plan of any kind is worth beside it. */
export interface Choice {
  readonly stages: StagePlan;
  readonly requests: readonly number[];
  /** Σ worth(ℓ_t) of the choice and of the best plan found, natural logarithms. */ readonly logWorth: number;
  readonly bestLogWorth: number;
}

/**
 * The simplest plan that is as good as the best: equal stages, else equal chunks and a tail, else the requests of the best plan.
 * Among equal stages the fewest within the margin are not sought: the best number is taken, which is furthest from harm.
 *
 * @returns undefined where no plan can pass
 */
export function choose(point: Point, { worth, range }: Worth): Choice | undefined {
  const known = new Map<number, number>();
  const remembered = (request: number) => {
    const found = known.get(request) ?? worth(request);
    known.set(request, found);
    return found;
  };
  const best = bestRequests(remembered, range);
  if (!best) return undefined;
  const curve = { at: (request: number) => ({ logPassRate: request > range.most ? Number.NEGATIVE_INFINITY : remembered(request) }) };
  const uniform = bestUniform(point, curve);
  const partial = bestPartial(point, curve);
  const logWorth = (requests: readonly number[]) => requests.reduce((sum, request) => sum + remembered(request), 0);
  const plans: StagePlan[] = [
    ...(uniform ? [{ kind: "uniform", count: uniform.count } as const] : []),
    ...(partial ? [{ kind: "partial", chunk: partial.chunk, chunks: partial.chunks } as const] : []),
    { kind: "explicit", requests: [...best.requests] },
  ];
  const choices = plans.map((stages) => {
    const requests = requestsOf(stages, point.goal);
    return { stages, requests, logWorth: logWorth(requests) };
  });
  const bestLogWorth = Math.max(...choices.map((choice) => choice.logWorth));
  const chosen = choices.find((choice) => choice.logWorth >= bestLogWorth + Math.log(AS_GOOD)) ?? choices[choices.length - 1];
  return { ...chosen, bestLogWorth };
}
