import type { Verdict } from "../../model/experiment.ts";
import type { Point } from "../../model/point.ts";
import { Z_95 } from "../../numerics/intervals.ts";
import { retryLaw } from "../retryLaw.ts";
import { logWeights, type ObservedAttempt } from "./stepWeight.ts";

/** An estimate with its 95% interval. */
export interface Ranged {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Attempts of one outcome: how many, and how many equally weighed ones they are worth. */
export interface ClassSize {
  readonly count: number;
  /** (ΣW)²/ΣW², in [1, count]; 0 where there is none. */ readonly effective: number;
}

export type GapEstimate = { readonly accepted: ClassSize; readonly rejected: ClassSize } & (
  | {
      readonly status: "estimated";
      /** Γ. */ readonly gap: Ranged;
      /** Whether guidance helps, Γ > 0, as far as the interval tells. */ readonly helps: Verdict;
      /** Accept rate of a guided attempt that this predicts. */ readonly acceptRate: Ranged;
      /** Pass rate of a guided stage within the retry budget. */ readonly passRate: Ranged;
    }
  /** Nothing is estimated, and why. */
  | { readonly status: "no accepted attempt" | "no rejected attempt" | "too few effective attempts" }
);

/**
 * Effective attempts that each outcome must have. The log of a mean of n draws is off by about 1/(2n) and has a standard error
 * of 1/√n: at 30 the one is a tenth of the other, and the interval's level hardly notices.
 */
const LEAST_EFFECTIVE = 30;

/**
 * Theorem 2's retention gap Γ from *unguided* attempts at one request: what guidance would do, without a guided run.
 *
 * Attempts must be independent draws of the base law and all of them, in whatever order: a selection by outcome would be read as
 * the agent's odds. Intervals are the delta method's, on the log-odds scale; Γ̂ and the base log-odds are uncorrelated in the
 * limit, so their variances add (T2.12).
 *
 * @param point    agent, guidance and retry budget; its pool is taken unpruned
 * @param request  ℓ, units of work
 * @returns an estimate, or by name why there is none: a class is empty, or its weight rests on too few attempts
 * @throws InvalidInput naming a step that the agent cannot take
 * @see docs/theory/guidance-evidence.md (T2.9) to (T2.13)
 */
export function estimateGap(point: Point, request: number, attempts: readonly ObservedAttempt[]): GapEstimate {
  const logs = attempts.map(logWeights(point, request));
  const top = logs.reduce((most, log) => Math.max(most, log), Number.MIN_SAFE_INTEGER);
  const sums = (outcome: boolean) => sumsOf(logs.flatMap((log, j) => (attempts[j].accepted === outcome ? [Math.exp(log - top)] : [])));
  const [a, r] = [sums(true), sums(false)];
  const sizes = { accepted: sizeOf(a), rejected: sizeOf(r) };
  if (a.count === 0) return { status: "no accepted attempt", ...sizes };
  if (r.count === 0) return { status: "no rejected attempt", ...sizes };
  if (Math.min(sizes.accepted.effective, sizes.rejected.effective) < LEAST_EFFECTIVE)
    return { status: "too few effective attempts", ...sizes };

  const gap = Math.log(a.sum / a.count) - Math.log(r.sum / r.count);
  const gapReach = Z_95 * Math.sqrt(gapVariance(sizes.accepted) + gapVariance(sizes.rejected));
  const logOdds = Math.log(a.sum / r.sum);
  const oddsReach = Z_95 * Math.sqrt(1 / sizes.accepted.effective + 1 / sizes.rejected.effective);
  const rate = (of: (accept: number, reject: number) => number): Ranged => {
    const at = (x: number) => of(1 / (1 + Math.exp(-x)), 1 / (1 + Math.exp(x)));
    return { value: at(logOdds), low: at(logOdds - oddsReach), high: at(logOdds + oddsReach) };
  };
  return {
    status: "estimated",
    ...sizes,
    gap: { value: gap, low: gap - gapReach, high: gap + gapReach },
    helps: gap - gapReach > 0 ? "yes" : gap + gapReach <= 0 ? "no" : "cannot tell",
    acceptRate: rate((accept) => accept),
    passRate: rate((accept, reject) => retryLaw(accept, reject, point.retryBudget).passRate),
  };
}

interface Sums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

function sumsOf(weights: readonly number[]): Sums {
  return {
    count: weights.length,
    sum: weights.reduce((sum, weight) => sum + weight, 0),
    squares: weights.reduce((sum, weight) => sum + weight * weight, 0),
  };
}

/** (T2.10). */
function sizeOf({ count, sum, squares }: Sums): ClassSize {
  return { count, effective: squares > 0 ? Math.min(count, sum ** 2 / squares) : 0 };
}

/** One class's part of (T2.11): the squared relative error of its mean weight. 0 where all weights are equal. */
export function gapVariance({ count, effective }: ClassSize): number {
  return Math.max(0, 1 / effective - 1 / count);
}
