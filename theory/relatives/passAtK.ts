import type { Estimate } from "../../model/result.ts";
import { wilsonInterval } from "../../numerics/intervals.ts";
import { requireCount, requireRange } from "./range.ts";

/** What n trials of one task say of k trials. Each figure is an unbiased estimate with a 95% interval, from n trials. */
export interface PassAtK {
  /** p, chance that one trial passes. */ readonly passRate: Estimate;
  /** pass@k = 1 − (1 − p)^k, chance that one of k passes or more. */ readonly passAtK: Estimate;
  /** pass^k = p^k, chance that all k pass. */ readonly passHatK: Estimate;
}

/** Trials of one task, n. */
const MOST_TRIALS = 1e6;

/**
 * Estimates of pass@k and pass^k from c passes in n trials: 1 − C(n − c, k)/C(n, k) and C(c, k)/C(n, k), the only unbiased ones
 * that look at c alone.
 *
 * The intervals are Wilson's 95% interval of p, mapped by 1 − (1 − p)^k and p^k: both increase with p, so the mapped interval
 * covers exactly when Wilson's does (95% on average over p, less at some p). It takes the trials for independent with one p; over
 * several tasks p differs, and it says nothing of their mean. An unbiased estimate is no function of p: where k is near n it
 * may lie outside of the interval.
 *
 * @param trials  n, a whole number in [1, 1e6]
 * @param passed  c, in [0, n]
 * @param k       in [1, n]
 * @throws InvalidInput naming field, rule and value
 * @see docs/theory/relatives.md (R.18) to (R.23); Chen et al. (2021) for pass@k, Yao et al. (2024) for pass^k
 */
export function passAtK(trials: number, passed: number, k: number): PassAtK {
  requireCount("trials", trials, 1, MOST_TRIALS);
  requireCount("passed", passed, 0, trials);
  requireCount("k", k, 1, trials);
  const { low, high } = wilsonInterval(passed, trials);
  const estimate = (mean: number, of: (rate: number) => number): Estimate => ({ mean, low: of(low), high: of(high), count: trials });
  return {
    passRate: estimate(passed / trials, (rate) => rate),
    passAtK: estimate(-Math.expm1(logAvoid(trials, passed, k)) || 0, (rate) => someOf(rate, k)), // -0 for no passes
    passHatK: estimate(Math.exp(logAvoid(trials, trials - passed, k)), (rate) => allOf(rate, k)),
  };
}

/** 1 − (1 − p)^k, p in [0, 1], keeping the digits of small p. @see docs/theory/relatives.md (R.17) */
export function someOf(rate: number, k: number): number {
  requireRange("rate", rate, { least: 0, most: 1 });
  return -Math.expm1(k * Math.log1p(-rate));
}

/** p^k, p in [0, 1]. @see docs/theory/relatives.md (R.17) */
export function allOf(rate: number, k: number): number {
  requireRange("rate", rate, { least: 0, most: 1 });
  return rate ** k;
}

/**
 * log of C(n − m, k)/C(n, k): of the chance that k draws from n without replacement avoid m marked ones. −Infinity where they
 * cannot. The ratio is the same with m and k exchanged, so the shorter product is taken; as a sum of logarithms it cannot overflow.
 * Relative error below 1e-13
 * for n up to 1e6, measured against a compensated sum.
 * @see docs/theory/relatives.md (R.22)
 */
function logAvoid(total: number, marked: number, drawn: number): number {
  if (marked + drawn > total) return Number.NEGATIVE_INFINITY;
  const [fewer, more] = [Math.min(marked, drawn), Math.max(marked, drawn)];
  let log = 0;
  for (let i = 0; i < fewer; i++) log += Math.log1p(-more / (total - i));
  return log;
}
