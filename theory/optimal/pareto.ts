import type { Point } from "../../model/point.ts";
import { type StageCurve, stageCurve } from "../stageCurve.ts";
import { optimalPlan } from "./plan.ts";
import { dominates, type PlanFigures, planFigures } from "./planFigures.ts";
import { type PricedStages, type Prices, pricedStages } from "./pricedStages.ts";

/** The plans that a search found, and those of them that no other beats. */
export interface ParetoFront {
  /** By pass rate, highest first: the plans searched that no other of them beats (`undominated`). */
  readonly front: readonly PlanFigures[];
  /** Plans solved, those on the front included. */ readonly searched: readonly PlanFigures[];
}

/**
 * The Pareto front of pass rate, final bias and expected steps over fixed plans.
 *
 * Plans come from the dynamic programme at many prices of steps, drift and spread (`pricedStages`), from the optimal plan and from
 * all uniform ones; each is then solved exactly. log P, steps, mean and variance of deviations add up over stages, so every price
 * gives the best plan of its lattice at that price: the front holds the corners of the convex hull in these four, and plans
 * between them only as far as other prices or uniform plans meet them.
 *
 * @param besides  further plans to search, such as the best of a family
 * @param onPlan   told after each plan solved, and how many there are
 * @throws InvalidInput when the point prunes; Unresolved when the pool is too narrow for the backward recursion
 * @see docs/theory/optimal-harness.md §4
 */
export function paretoFront(
  point: Point,
  besides: readonly (readonly number[])[] = [],
  onPlan: (done: number, all: number) => void = () => undefined,
): ParetoFront {
  const curve = stageCurve(point);
  const priced = pricedPlans(pricedStages(point, curve));
  const plans = distinct([...(best(point, curve) ?? []), ...besides, ...uniformPlans(point, curve), ...priced]);
  const searched = plans.map((requests, i) => {
    const figures = planFigures(point, requests);
    onPlan(i + 1, plans.length);
    return figures;
  });
  return { front: undominated(searched), searched };
}

/**
 * Those of the plans that can pass and that no other one beats, by pass rate, highest first: whatever of the plans is left out is no
 * better than one of them in any of pass rate, final bias and expected steps, and worse in one. Of equals the first stands for all.
 */
export function undominated(plans: readonly PlanFigures[]): PlanFigures[] {
  const same = (a: PlanFigures, b: PlanFigures) =>
    !dominates(a, b) && !dominates(b, a) && a.passRate === b.passRate && a.finalBias === b.finalBias;
  return plans
    .filter((plan, i) => plan.passRate > 0 && !plans.some((other, j) => dominates(other, plan) || (j < i && same(other, plan))))
    .toSorted((a, b) => b.passRate - a.passRate || a.finalBias - b.finalBias);
}

/** Differences that nobody would choose a harness by: in pass rate, and as shares of final bias and of steps. */
const GRAIN = { passRate: 1e-4, share: 2e-3 };

/** Of a front, plans that can be told apart: one is left out where one kept before it is as good up to the grain in all three figures. */
export function toldApart(front: readonly PlanFigures[]): PlanFigures[] {
  const kept: PlanFigures[] = [];
  for (const plan of front) {
    const covered = kept.some(
      (other) =>
        other.passRate >= plan.passRate - GRAIN.passRate &&
        other.finalBias <= plan.finalBias * (1 + GRAIN.share) &&
        other.meanSteps <= plan.meanSteps * (1 + GRAIN.share),
    );
    if (!covered) kept.push(plan);
  }
  return kept;
}

function best(point: Point, curve: StageCurve): number[][] | undefined {
  const plan = optimalPlan(point, curve);
  return plan && [[...plan.requests]];
}

/** Prices from one that hardly counts beside a failure to one that outweighs most of them; two a decade. */
const LADDER = Array.from({ length: 11 }, (_, i) => 10 ** (-5 + i / 2));

function pricedPlans(stages: PricedStages): number[][] {
  const none: Prices = { steps: 0, drift: 0, spread: 0 };
  const both = LADDER.flatMap((price) => [price, -price]);
  const prices: Prices[] = [
    none,
    ...LADDER.flatMap((steps) => [0, ...LADDER].map((spread) => ({ ...none, steps, spread }))),
    ...both.flatMap((drift) => [0, ...LADDER].map((spread) => ({ ...none, drift, spread }))),
    ...LADDER.map((spread) => ({ ...none, spread })),
  ];
  return prices.flatMap((price) => stages.plans(price));
}

const MOST_UNIFORM = 200;

/** Plans of equal requests that can pass. */
function uniformPlans({ goal, tolerance }: Point, curve: StageCurve): number[][] {
  const counts = Math.min(MOST_UNIFORM, Math.ceil(goal / tolerance) - 1);
  return Array.from({ length: counts }, (_, i) => i + 1)
    .filter((count) => goal / count > tolerance && curve.at(goal / count).passRate > 0)
    .map((count) => new Array<number>(count).fill(goal / count));
}

/** Each plan once, whatever the order of its requests; plans closer than a millionth are one. */
function distinct(plans: readonly (readonly number[])[]): number[][] {
  const found = new Map<string, number[]>();
  for (const plan of plans) {
    const sorted = plan.toSorted((a, b) => a - b);
    const key = sorted.map((request) => request.toPrecision(6)).join();
    if (!found.has(key)) found.set(key, sorted);
  }
  return [...found.values()];
}
