import type { TruncatedNormal } from "../../numerics/truncatedNormal.ts";
import type { PiecewiseFunction } from "../law/piecewiseFunction.ts";
import { type AttemptRules, plannedSteps } from "./attempt.ts";
import { backwardValues } from "./backwardValues.ts";
import type { GuidedPool } from "./guidedPool.ts";

/** One attempt at every request ℓ in (ε, most]: its outcome as functions of ℓ. Rates are probabilities. */
export interface OutcomeCurve {
  /** P(accepted). */ readonly accepted: PiecewiseFunction;
  /** P(overshoot). */ readonly overshoot: PiecewiseFunction;
  /** P(exhaustion). */ readonly exhausted: PiecewiseFunction;
  /** E[low-level steps], in [1, M]. */ readonly steps: PiecewiseFunction;
  /** The largest request answered; beyond it, up to `most`, every attempt runs out of steps. */ readonly top: number;
}

/**
 * Attempts at all requests at once: the chance of each outcome and the mean number of steps, by backward recursion.
 *
 * @param most   largest request, units of work, above the tolerance
 * @param order  Gauss nodes per panel
 * @param weightsAt  the weights of the next step by remaining distance; those of the pool unless given
 * @throws Unresolved when the grid needs more memory than the solver allows itself
 * @see `backwardValues`, for the recursion and its accuracy
 */
export function outcomeCurve(
  pool: GuidedPool,
  rules: AttemptRules,
  most: number,
  order: number,
  weightsAt: GuidedPool["weightsAt"] = pool.weightsAt,
): OutcomeCurve {
  const { tolerance, verification } = rules;
  const { expected, top } = backwardValues(pool, rules, most, order, weightsAt);
  const everyStep = verification === "every-step";
  const window = (member: TruncatedNormal, d: number) => massBetween(member, d - tolerance, d + tolerance);
  const short = (member: TruncatedNormal, d: number) => member.cdf(d - tolerance);
  const past = (member: TruncatedNormal, d: number) => member.survival(d + tolerance);
  const one = () => 1;
  const [accepted, overshoot, exhausted, steps] = expected([
    { before: everyStep ? [{ mean: window }] : [], last: window },
    { before: [{ mean: past }], last: past },
    { before: [], last: short },
    { before: [{ mean: one }], last: one },
  ]);
  const planned: PiecewiseFunction = { at: (request) => plannedSteps(pool, rules, request) };
  return { accepted, overshoot, exhausted, steps: everyStep ? steps : planned, top };
}

/** P(from < step ≤ to), from whichever tail keeps the digits. */
function massBetween(member: TruncatedNormal, from: number, to: number): number {
  return from > member.mean ? member.survival(from) - member.survival(to) : member.cdf(to) - member.cdf(from);
}
