import { InvalidInput } from "../../model/invalid.ts";
import type { Guidance, Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import { type GuidedPool, guidedPool } from "../attempt/guidedPool.ts";
import { type AcceptCurves, acceptCurves, type GuidanceRule } from "./stepsLeft.ts";
import { requireUnpruned } from "./unpruned.ts";

/** Cells per tolerance, and their least and greatest number in all. */
const CELLS_PER_TOLERANCE = 32;
const LEAST_CELLS = 1_024;
/** Coarser lattices that measure the error; four, since bends of the weights fall between nodes differently in each. */
const COARSER = [0.31, 0.43, 0.5, 0.61];
const MOST_CELLS = 2_048;

/** What a rule of guidance makes of a point's harness. */
export interface GuidedHarness {
  readonly rule: string;
  /** P(an attempt is accepted) at each distinct request, ascending. */ readonly acceptRates: readonly number[];
  /** P(every stage accepted) of the point's own requests. */ readonly passRate: number;
  /** Estimated absolute errors: the sum of the differences from four coarser lattices. */
  readonly error: { readonly acceptRates: readonly number[]; readonly passRate: number };
}

export interface GuidanceComparison {
  /** Distinct requests of the point, ascending, units of work. */ readonly requests: readonly number[];
  readonly rules: readonly GuidedHarness[];
}

/**
 * The best that any guidance can do for a point's harness, beside what other rules do.
 *
 * `optimal` draws the member with the greatest chance Q_i(d, k) of acceptance, k steps left: no guidance accepts more often at any
 * request (O.13), whatever it remembers. `stage value, λ = 1` is ψ_i = log Q_i at strength 1, weights q_i·Q_i; at strength ∞ it is `optimal`.
 * `hindsight` weighs by q_i·H_i, H_i the chance when the steps after this one are unguided: the members as they are drawn in
 * unguided attempts that end accepted. It never accepts less often than no guidance (O.14). `aligned` and `misaligned` look at d
 * alone; their λ is that of the point, or `strength`.
 *
 * Members of weight 0 are never drawn by any rule.
 *
 * @param strength  λ for the rules by distance where the point has no guidance, per unit of work
 * @throws InvalidInput for a point with pruning, or checked at a stage's end only
 * @see docs/theory/optimal-harness.md (O.12)-(O.15)
 */
export function compareGuidance(point: Point, strength: number): GuidanceComparison {
  requireUnpruned(point, "optimal guidance");
  if (point.verification !== "every-step")
    throw new InvalidInput(
      "verification",
      "must be every-step for optimal guidance, which steers by the stage's window",
      point.verification,
    );
  const plan = requestsOf(point.stages, point.goal);
  const requests = [...new Set(plan)].toSorted((a, b) => a - b);
  const lambda = point.guidance.kind === "none" ? strength : point.guidance.strength;
  const named = rulesOf(point, lambda);
  const most = requests[requests.length - 1];
  const wanted = point.tolerance > 0 ? (CELLS_PER_TOLERANCE * (most - point.tolerance)) / point.tolerance : 0;
  const cells = Math.ceil(Math.min(MOST_CELLS, Math.max(LEAST_CELLS, wanted)));
  const { members } = poolOf(point, { kind: "none", strength: 0 });
  const rules = named.map(({ rule }) => rule);
  const curves = [1, ...COARSER].map((share) =>
    acceptCurves(rules, { members, tolerance: point.tolerance, stepBudget: point.stepBudget, most, cells: Math.ceil(share * cells) }),
  );
  return { requests, rules: named.map(({ name }, r) => harnessOf(point, name, plan, requests, curves, r)) };
}

const OPTIMAL = 0;
const UNGUIDED = 1;

function rulesOf(point: Point, lambda: number): { readonly name: string; readonly rule: GuidanceRule }[] {
  const none = poolOf(point, { kind: "none", strength: 0 });
  const byDistance = (pool: GuidedPool): GuidanceRule => ({ weigh: (distance, _, out) => pool.weightsAt(distance, out) });
  const byChance = (looksAt: number): GuidanceRule => ({ looksAt, weigh: (_, chances, out) => proportionally(none.weights, chances, out) });
  return [
    { name: "optimal", rule: { weigh: (_, chances, out) => greedily(chances, out) } }, // OPTIMAL
    { name: "none", rule: byDistance(none) }, // UNGUIDED
    { name: "stage value, lambda 1", rule: byChance(OPTIMAL) },
    { name: "hindsight", rule: byChance(UNGUIDED) },
    { name: `aligned, lambda ${lambda}`, rule: byDistance(poolOf(point, { kind: "aligned", strength: lambda })) },
    { name: `misaligned, lambda ${lambda}`, rule: byDistance(poolOf(point, { kind: "misaligned", strength: lambda })) },
  ];
}

function poolOf(point: Point, guidance: Guidance): GuidedPool {
  return guidedPool({ ...point, guidance });
}

function greedily(chances: Float64Array, out: Float64Array): void {
  let best = 0;
  for (let i = 1; i < chances.length; i++) if (chances[i] > chances[best]) best = i;
  out.fill(0);
  out[best] = 1;
}

/** w_i ∝ q_i·Q_i; the base weights where no member has a chance. */
function proportionally(base: readonly number[], chances: Float64Array, out: Float64Array): void {
  let total = 0;
  for (let i = 0; i < base.length; i++) total += out[i] = base[i] * chances[i];
  for (let i = 0; i < base.length; i++) out[i] = total > 0 ? out[i] / total : base[i];
}

function harnessOf(
  point: Point,
  rule: string,
  plan: readonly number[],
  requests: readonly number[],
  curves: readonly AcceptCurves[],
  r: number,
): GuidedHarness {
  const [fine, ...coarser] = curves.map(({ step, values }) => {
    const rates = requests.map((request) => between(values[r], (request - point.tolerance) / step));
    const logPass = plan.reduce((sum, request) => sum + logPassOf(rates[requests.indexOf(request)], point.retryBudget), 0);
    return { rates, passRate: Math.exp(logPass) };
  });
  return {
    rule,
    acceptRates: fine.rates,
    passRate: fine.passRate,
    error: {
      acceptRates: fine.rates.map((rate, t) => coarser.reduce((sum, { rates }) => sum + Math.abs(rate - rates[t]), 0)),
      passRate: coarser.reduce((sum, { passRate }) => sum + Math.abs(fine.passRate - passRate), 0),
    },
  };
}

/** log(1 − (1 − p)^R). */
function logPassOf(acceptRate: number, retryBudget: number): number {
  if (acceptRate >= 1) return 0;
  return Math.log(-Math.expm1(retryBudget * Math.log1p(-acceptRate)));
}

function between(values: Float64Array, place: number): number {
  const j = Math.min(values.length - 2, Math.floor(place));
  const share = place - j;
  return (1 - share) * values[j] + share * values[j + 1];
}
