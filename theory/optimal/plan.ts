import type { Point } from "../../model/point.ts";
import { guidedPool } from "../attempt/guidedPool.ts";
import { type StageCurve, stageCurve } from "../stageCurve.ts";
import { type BestRequests, bestRequests } from "./bestRequests.ts";
import { MOST_CELLS, type RequestRange } from "./requestValue.ts";

/** The fixed plan of greatest pass rate for an agent, goal, tolerance and budgets. */
export interface OptimalPlan {
  /** ℓ_1..ℓ_n, units of work, ascending; Σ = goal within rounding. */ readonly requests: readonly number[];
  readonly passRate: number;
  /** 1 − passRate with its own digits. */ readonly failRate: number;
  /** No fixed plan passes more often than this. */ readonly upperBound: number;
}

/**
 * The task decomposition that maximises pass rate: by the product form, the requests with Σ ℓ_t = G that maximise Σ log P(ℓ_t).
 * Their order changes no pass rate. Certified by `upperBound`.
 *
 * @param point  agent, goal, tolerance and budgets; its stages are not looked at
 * @returns undefined where no plan can pass: every decomposition holds a request out of the agent's reach
 * @throws InvalidInput when the point prunes
 * @see docs/theory/optimal-harness.md (O.1)-(O.3), (O.9)
 */
export function optimalPlan(point: Point, curve: StageCurve = stageCurve(point)): OptimalPlan | undefined {
  const best = bestRequests((request) => curve.at(request).logPassRate, requestRange(point));
  return best && planOf(best);
}

function planOf({ requests, worth, bound }: BestRequests): OptimalPlan {
  return { requests, passRate: Math.exp(worth), failRate: -Math.expm1(worth), upperBound: Math.min(1, Math.exp(bound)) };
}

/** Requests that a harness may ask of a point's agent, and how finely to search them. */
export function requestRange(point: Point): RequestRange {
  const { goal, tolerance, stepBudget, pool } = point;
  const longest = Math.max(...pool.map(({ max }) => max));
  const shortest = Math.min(...pool.map(({ min, max, sigma }) => Math.min(sigma, max - min)));
  // A law narrower than the finest cells stays unresolved whatever they cost.
  const resolvable = (8 * goal) / MOST_CELLS <= shortest;
  return {
    total: goal,
    above: tolerance,
    most: Math.min(goal, stepBudget * longest + tolerance),
    grain: Math.min(longest / 80, resolvable ? shortest / 8 : longest / 80, tolerance > 0 ? tolerance / 8 : longest / 80),
    jumps: point.verification === "stage-end" ? replans(point) : [],
  };
}

/** Requests at which `plannedSteps` takes one step more: the attempt is then another one, and its accept rate jumps. */
function replans(point: Point): number[] {
  const { mean } = guidedPool(point);
  return Array.from({ length: point.stepBudget - 1 }, (_, k) => (k + 1.5) * mean);
}
