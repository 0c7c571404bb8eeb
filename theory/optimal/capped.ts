import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import { maximumBetween } from "../../numerics/maximum.ts";
import { stageCurve } from "../stageCurve.ts";
import { paretoFront } from "./pareto.ts";
import { type PlanFigures, planFigures } from "./planFigures.ts";
import { type PricedStages, type Prices, pricedStages } from "./pricedStages.ts";
import { upperBound } from "./upperBound.ts";

/** Ceilings on what a plan may cost. */
export interface Caps {
  /** Expected low-level steps of a run, > 0. */ readonly maxSteps?: number;
  /** Final bias E|X − G|, units of work, > 0. */ readonly maxBias?: number;
}

export interface CappedPlan extends PlanFigures {
  /** No fixed plan within the caps passes more often; left out under abort, where costs do not add up over stages. */
  readonly upperBound?: number;
}

/** Bisections of a price: it is then known to a part in 65,000 of the bracket. */
const BISECTIONS = 16;
/** Highest price tried: a step then outweighs a factor of e^3 in pass rate. */
const DEAREST = 3;

/**
 * The fixed plan of greatest pass rate whose expected steps and final bias stay within caps.
 *
 * The plans tried are those of the Pareto search and, for each price that a cap suggests, of the dynamic programme at that price,
 * bisected to where the cap begins to hold. The bound is Lagrange's: a plan within the caps has log P ≤ bound(log P − α·steps −
 * γ·E deviation) + α·maxSteps + |γ|·maxBias for all α ≥ 0 and γ, since |E(X − G)| ≤ E|X − G|; the least of them over α and γ in
 * turn is taken. Between plan and bound lie what the lattice of prices misses, and, for bias, what spread adds to drift.
 *
 * @param searched  plans of this point that are solved already; those of a Pareto search unless given
 * @returns undefined where no plan tried keeps within the caps
 * @throws InvalidInput for a cap that is not above 0, and when the point prunes
 * @see docs/theory/optimal-harness.md (O.11)
 */
export function cappedPlan(point: Point, caps: Caps, searched = paretoFront(point).searched): CappedPlan | undefined {
  for (const [name, cap] of Object.entries(caps)) if (!(cap > 0)) throw new InvalidInput(name, "must be above 0", cap);
  const stages = pricedStages(point, stageCurve(point));
  const within = ({ meanSteps, finalBias }: PlanFigures) =>
    meanSteps <= (caps.maxSteps ?? Number.POSITIVE_INFINITY) && finalBias <= (caps.maxBias ?? Number.POSITIVE_INFINITY);
  const tried = [...searched, ...edges(point, stages, within)].filter(within);
  const best = tried.reduce<PlanFigures | undefined>((top, plan) => (plan.passRate > (top?.passRate ?? 0) ? plan : top), undefined);
  if (!best) return undefined;
  if (point.onUnrecovered === "abort") return best;
  return { ...best, upperBound: Math.max(best.passRate, Math.min(1, Math.exp(lagrangeBound(stages, caps)))) };
}

/** Plans at the edge of the caps: along each direction of prices, bisected between one that is too cheap and one that is dear enough. */
function edges(point: Point, stages: PricedStages, within: (plan: PlanFigures) => boolean): PlanFigures[] {
  const directions: Prices[] = [
    { steps: 1, drift: 0, spread: 0 },
    { steps: 0, drift: 0, spread: 1 },
    { steps: 0, drift: 1, spread: 0 },
    { steps: 0, drift: -1, spread: 0 },
    { steps: 0, drift: 1, spread: 1 },
    { steps: 0, drift: -1, spread: 1 },
    { steps: 1, drift: 0, spread: 1 },
  ];
  const known = new Map<string, PlanFigures>();
  const solved = (requests: readonly number[]) => {
    const key = requests.map((request) => request.toPrecision(9)).join();
    const figures = known.get(key) ?? planFigures(point, requests);
    known.set(key, figures);
    return figures;
  };
  const plansAt = ({ steps, drift, spread }: Prices, price: number) =>
    stages.plans({ steps: price * steps, drift: price * drift, spread: price * spread }).map(solved);
  for (const direction of directions) {
    let [cheap, dear] = [0, DEAREST];
    if (!plansAt(direction, dear).some(within)) continue;
    for (let i = 0; i < BISECTIONS; i++) {
      const middle = (cheap + dear) / 2;
      if (plansAt(direction, middle).some(within)) dear = middle;
      else cheap = middle;
    }
  }
  return [...known.values()];
}

const PLACES = 5;

/** The least over prices of the bound on log pass rate. */
function lagrangeBound(stages: PricedStages, { maxSteps, maxBias }: Caps): number {
  const at = (steps: number, drift: number) =>
    upperBound(stages.table({ steps, drift, spread: 0 }), 0) + steps * (maxSteps ?? 0) + Math.abs(drift) * (maxBias ?? 0);
  // Prices range over decades, so their logarithm is searched.
  const least = (bound: (price: number) => number) => {
    const log = maximumBetween((x) => -bound(10 ** x), -6, Math.log10(DEAREST), PLACES, 0.02);
    return 10 ** log;
  };
  const free = at(0, 0);
  const steps = maxSteps === undefined ? 0 : least((price) => at(price, 0));
  if (maxBias === undefined) return Math.min(free, at(steps, 0));
  const [up, down] = [least((price) => at(steps, price)), least((price) => at(steps, -price))];
  return Math.min(free, at(steps, 0), at(steps, up), at(steps, -down), at(0, up), at(0, -down));
}
