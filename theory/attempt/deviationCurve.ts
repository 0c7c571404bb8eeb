import { gaussLegendre } from "../../numerics/gaussLegendre.ts";
import type { TruncatedNormal } from "../../numerics/truncatedNormal.ts";
import type { PiecewiseFunction } from "../law/piecewiseFunction.ts";
import type { AttemptRules } from "./attempt.ts";
import { backwardValues, type Ending } from "./backwardValues.ts";
import type { GuidedPool } from "./guidedPool.ts";
import { SCALES_PER_PANEL } from "./panels.ts";

/** Moments of how far an attempt at each request ends from it, deviation = S_end − ℓ, over the attempts of one outcome. */
export interface DeviationCurve {
  /** E[deviation; accepted], units of work. */ readonly accepted: PiecewiseFunction;
  /** E[deviation²; accepted], units of work squared. */ readonly acceptedSquare: PiecewiseFunction;
  /** E[deviation; rejected]. */ readonly rejected: PiecewiseFunction;
  /** E[deviation²; rejected]. */ readonly rejectedSquare: PiecewiseFunction;
  readonly top: number;
}

/**
 * By the same backward recursion as `outcomeCurve`, the end being worth its deviation or the square of it.
 *
 * Under `stage-end` an attempt that has overshot goes on. Past the request every |m_i − d| = m_i − d, so the weights no longer
 * change: the steps left are independent draws, and their number, mean and variance say what they add.
 *
 * @throws Unresolved when the grid needs more memory than the solver allows itself
 * @see docs/theory/optimal-harness.md (O.4)
 */
export function deviationCurve(pool: GuidedPool, rules: AttemptRules, most: number, order: number): DeviationCurve {
  const { tolerance, verification } = rules;
  const { expected, top } = backwardValues(pool, rules, most, order);
  const everyStep = verification === "every-step";
  const within = (power: Power) => (member: TruncatedNormal, d: number) => moment(member, d, d - tolerance, d + tolerance, power);
  const past = (power: Power) => (member: TruncatedNormal, d: number) => moment(member, d, d + tolerance, Number.POSITIVE_INFINITY, power);
  const short = (power: Power) => (member: TruncatedNormal, d: number) => moment(member, d, 0, d - tolerance, power);
  const further = pastRequest(pool);
  const onwards = (power: 1 | 2) => {
    if (everyStep) return [{ mean: past(power) }];
    const first = { mean: past((power - 1) as Power), times: (left: number) => power * left * further.mean };
    if (power === 1) return [{ mean: past(1) }, first];
    const second = { mean: past(0), times: (left: number) => (left * further.mean) ** 2 + left * further.variance };
    return [{ mean: past(2) }, first, second];
  };
  const accepted = (power: 1 | 2): Ending => ({ before: everyStep ? [{ mean: within(power) }] : [], last: within(power) });
  const rejected = (power: 1 | 2): Ending => ({
    before: onwards(power),
    last: (member, d) => past(power)(member, d) + short(power)(member, d),
  });
  const moments = expected([accepted(1), accepted(2), rejected(1), rejected(2)]);
  return { accepted: moments[0], acceptedSquare: moments[1], rejected: moments[2], rejectedSquare: moments[3], top };
}

/** Mean and variance of a step taken past the request, at the weights of remaining distance 0, which hold from there on. */
function pastRequest({ members, weightsAt }: GuidedPool): { mean: number; variance: number } {
  const weights = new Float64Array(members.length);
  weightsAt(0, weights);
  const mean = members.reduce((sum, member, i) => sum + weights[i] * member.mean, 0);
  const variance = members.reduce((sum, member, i) => sum + weights[i] * (member.variance + (member.mean - mean) ** 2), 0);
  return { mean, variance };
}

type Power = 0 | 1 | 2;
const RULE = gaussLegendre(14);

/** E[(a − d)^power; from < a ≤ to] over one step a, by panels as fine as those of the grid. */
function moment(member: TruncatedNormal, d: number, from: number, to: number, power: Power): number {
  const [low, high] = [Math.max(from, member.support[0]), Math.min(to, member.support[1])];
  if (!(low < high)) return 0;
  const pieces = Math.ceil((high - low) / (SCALES_PER_PANEL * member.scale));
  const half = (high - low) / pieces / 2;
  let sum = 0;
  for (let piece = 0; piece < pieces; piece++)
    for (let j = 0; j < RULE.order; j++) {
      const a = low + half * (2 * piece + 1 + RULE.nodes[j]);
      sum += half * RULE.weights[j] * member.density(a) * (a - d) ** power;
    }
  return sum;
}
