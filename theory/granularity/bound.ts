import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import { guidedPool } from "../attempt/guidedPool.ts";
import { retryLaw } from "../retryLaw.ts";
import { keptSubsets } from "../subsets.ts";
import { checkedSteps } from "./checkedSteps.ts";
import { type Rates, ratesOf } from "./rates.ts";
import { isReachable } from "./reachability.ts";
import { stepLawOf } from "./stepLaw.ts";

/** Least values of −log of a pass rate, ≥ 0; Infinity where nothing can pass. */
export interface Costs {
  /** From means and variance proxy: the theorem as the paper has it. */ readonly quadratic: number;
  /** The same with the Chernoff rate of the whole step law. */ readonly chernoff: number;
  /** The Chernoff bounds of every step count added up: the sharpest. */ readonly summed: number;
}

/** Theorem 1 of one stage. */
export interface StageBound {
  /** ℓ, units of work. */ readonly request: number;
  readonly rates: Rates;
  /** −log P(ℓ) is at least these. */ readonly costs: Costs;
  /** Whether P(ℓ) > 0. */ readonly reachable: boolean;
}

/** Theorem 1 of a whole run. */
export interface GranularityBound {
  /** −log pass rate is at least these. */ readonly costs: Costs;
  /** False where some stage cannot be passed, by any subset that pruning may leave. */ readonly reachable: boolean;
  /** By pool subset, equally likely; one where nothing is pruned. Shape [subsets][stages]. */
  readonly subsets: readonly (readonly StageBound[])[];
}

/**
 * Theorem 1, granularity–capability: what the requests of a harness cost at least, from the mean and the spread of one step.
 *
 * Holds for every point. Under guidance steps are not independent, and the bound then takes the worst that any choice of members
 * could do; under pruning every subset has its own, and the subsets' bounds on the pass rate are averaged. Often vacuous (0):
 * then some number of mean steps ends inside the window, and the theorem has nothing to say.
 *
 * @throws InvalidInput when pruning leaves too many subsets
 * @see docs/theory/granularity-capability.md (T1.10), (T1.11)
 */
export function granularityBound(point: Point): GranularityBound {
  const requests = requestsOf(point.stages, point.goal);
  const distinct = [...new Set(requests)];
  const subsets = keptSubsets(point.pool.length, point.prune).map((kept) => {
    const of = stageBounds(point, kept);
    const known = new Map(distinct.map((request) => [request, of(request)]));
    return requests.map((request) => known.get(request) as StageBound);
  });
  const over = (form: keyof Costs) => meanCost(subsets.map((stages) => stages.reduce((sum, { costs }) => sum + costs[form], 0)));
  return {
    costs: eachForm(over),
    reachable: subsets.some((stages) => stages.every(({ reachable }) => reachable)),
    subsets,
  };
}

/**
 * The bound of one stage at any request.
 *
 * @param kept  indices of the pool members that the run may draw
 */
function stageBounds(point: Point, kept: readonly number[]): (request: number) => StageBound {
  const pool = guidedPool(point, kept);
  const step = stepLawOf(pool);
  return (request) => {
    const checks = checkedSteps(pool, point, request);
    const rates = ratesOf(step, { request, tolerance: point.tolerance }, checks);
    const reachable = isReachable(pool, request, point.tolerance, checks);
    const cost = (rate: number) => stageCost(rate, checks[1] - checks[0] + 1, point.retryBudget);
    const summed = 0 - retryLaw(rates.acceptAtMost, 1 - rates.acceptAtMost, point.retryBudget).logPassRate; // 0 − 0 is 0, −(0) is not
    return { request, rates, costs: { quadratic: cost(rates.quadratic), chernoff: cost(rates.chernoff), summed }, reachable };
  };
}

const eachForm = (of: (form: keyof Costs) => number): Costs => ({
  quadratic: of("quadratic"),
  chernoff: of("chernoff"),
  summed: of("summed"),
});

/** (T1.10): [rate − log(M·R)]₊. */
export function stageCost(rate: number, checks: number, retryBudget: number): number {
  return Math.max(0, rate - Math.log(checks * retryBudget));
}

/** −log of the mean of e^{−cost}, shifted so that large costs keep their digits. */
function meanCost(costs: readonly number[]): number {
  const least = Math.min(...costs);
  if (least === Number.POSITIVE_INFINITY || costs.length === 1) return least;
  return least - Math.log(costs.reduce((sum, cost) => sum + Math.exp(least - cost), 0) / costs.length);
}
