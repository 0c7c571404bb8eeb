import { InvalidInput } from "../model/invalid.ts";
import type { Point } from "../model/point.ts";
import { plannedSteps } from "./attempt/attempt.ts";
import { type GuidedPool, guidedPool } from "./attempt/guidedPool.ts";
import { type IntervalSet, sumOf, unite } from "./attempt/intervalSet.ts";
import { outcomeCurve } from "./attempt/outcomeCurve.ts";
import { type RetryLaw, retryLaw } from "./retryLaw.ts";
import { ORDER, solveStage } from "./stage.ts";
import { Unresolved } from "./unresolved.ts";

/** One stage as a function of its request ℓ, for any ℓ in (ε, most]. */
export interface StageCurve {
  readonly most: number;
  /** @throws RangeError for a request outside (ε, most] */
  at(request: number): StageAt;
}

/** A stage at one request. Rates are probabilities; the three of an attempt sum to 1. */
export interface StageAt extends RetryLaw {
  readonly acceptRate: number;
  readonly overshootRate: number;
  readonly exhaustionRate: number;
  /** E[low-level steps of the stage, all attempts]. */ readonly meanSteps: number;
}

/** How an attempt ends, before any retry. */
type Attempt = Pick<StageAt, "acceptRate" | "overshootRate" | "exhaustionRate"> & { readonly steps: number };

/**
 * Every stage that a harness could ask of a point's agent: what a search over requests needs, at microseconds a request.
 *
 * One backward recursion serves all requests (`outcomeCurve`); where a pool is too narrow for its memory, each request is solved
 * by itself when it is first asked for. An accept rate is exactly 0 where no number of steps within the budget can land in the
 * window.
 *
 * @param point  its stages are not looked at
 * @param most   largest request, units of work
 * @param order  Gauss nodes per panel
 * @throws InvalidInput when the point prunes: one subset is drawn per run, so stages are not independent
 * @see docs/theory/optimal-harness.md (O.2), (O.4), (O.5)
 */
export function stageCurve(point: Point, most = point.goal, order = ORDER): StageCurve {
  if (point.prune > 0)
    throw new InvalidInput("prune", "must be 0 here: with one pool subset per run its stages are not independent", point.prune);
  const pool = guidedPool(point);
  const attempt = everyRequest(pool, point, most, order);
  return {
    most,
    at(request) {
      if (!(request > point.tolerance && request <= most))
        throw new RangeError(`request must lie in (${point.tolerance}, ${most}], got ${request}`);
      const { steps, ...rates } = attempt(request);
      const retries = retryLaw(rates.acceptRate, rates.overshootRate + rates.exhaustionRate, point.retryBudget);
      return { ...rates, ...retries, meanSteps: retries.meanAttempts * steps }; // Wald: the number of attempts is a stopping time
    },
  };
}

function everyRequest(pool: GuidedPool, point: Point, most: number, order: number): (request: number) => Attempt {
  const curve = solved(pool, point, most, order);
  if (!curve) return eachRequest(pool, point, order);
  const reachable = reachableRequests(pool, point);
  return (request) => {
    // Beyond the grid M of the longest steps end short of the window, whatever their plan.
    if (request > curve.top) return { acceptRate: 0, overshootRate: 0, exhaustionRate: 1, steps: point.stepBudget };
    const canPass = reachable(request);
    const [accepted, overshoot, exhausted] = [curve.accepted, curve.overshoot, curve.exhausted].map((of) => Math.max(0, of.at(request)));
    const total = (canPass ? accepted : 0) + overshoot + exhausted;
    return {
      acceptRate: canPass ? accepted / total : 0,
      overshootRate: overshoot / total,
      exhaustionRate: exhausted / total,
      steps: curve.steps.at(request),
    };
  };
}

function solved(pool: GuidedPool, point: Point, most: number, order: number) {
  try {
    return outcomeCurve(pool, point, most, order);
  } catch (error) {
    if (error instanceof Unresolved) return undefined;
    throw error;
  }
}

/** Whether steps within the budget, or as many as are planned, can add up to within ε of a request. */
function reachableRequests(pool: GuidedPool, point: Point): (request: number) => boolean {
  const once: IntervalSet = unite(pool.members.map(({ support }) => support));
  const sums: IntervalSet[] = [once];
  while (sums.length < point.stepBudget) sums.push(sumOf(sums[sums.length - 1], once));
  const ends = (request: number, set: IntervalSet) =>
    set.some(([from, to]) => from - point.tolerance < request && request < to + point.tolerance);
  if (point.verification === "stage-end") return (request) => ends(request, sums[plannedSteps(pool, point, request) - 1]);
  const anySum = unite(sums.flat());
  return (request) => ends(request, anySum);
}

function eachRequest(pool: GuidedPool, point: Point, order: number): (request: number) => Attempt {
  const known = new Map<number, Attempt>();
  return (request) => {
    const found = known.get(request);
    if (found) return found;
    const { acceptRate, overshootRate, exhaustionRate, meanSteps, meanAttempts } = solveStage(pool, point, request, order);
    const attempt = { acceptRate, overshootRate, exhaustionRate, steps: meanSteps / meanAttempts };
    known.set(request, attempt);
    return attempt;
  };
}
