/** Ranks, 1-based, of the order statistics that enclose a quantile. */
export interface Ranks {
  readonly low: number;
  readonly high: number;
}

/**
 * The order statistics X_(low) ≤ X_(high) that enclose the p-quantile with at least the confidence asked for, whatever the
 * law: the number of observations below the quantile is Binomial(n, p). Each side misses with at most half the rest.
 *
 * @param count       n, integer ≥ 1
 * @param level       p, in (0, 1)
 * @param confidence  in (0, 1), 95% unless given
 * @returns undefined where the sample is too small to have such ranks (p = 0.01 needs 368 observations at 95%)
 * @see David & Nagaraja, Order Statistics (2003), §7.1
 */
export function quantileRanks(count: number, level: number, confidence = 0.95): Ranks | undefined {
  const miss = (1 - confidence) / 2;
  const low = lowerRank(count, level, miss);
  // X_(n+1−j) is the j-th from above, and n − B is Binomial(n, 1 − p).
  const fromAbove = lowerRank(count, 1 - level, miss);
  return low === 0 || fromAbove === 0 ? undefined : { low, high: count + 1 - fromAbove };
}

/** The largest j with P(Binomial(n, p) < j) ≤ miss; 0 where there is none above 0. */
function lowerRank(n: number, p: number, miss: number): number {
  // Walk from the mode on unnormalised weights: no factorial, no underflow where it matters.
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  let total = 1;
  for (let k = mode, w = 1; k < n && w > 1e-18; k++) total += w *= ((n - k) / (k + 1)) * odds;
  const below: number[] = [];
  for (let k = mode, w = 1; k > 0 && w > 1e-18; k--) {
    w *= k / ((n - k + 1) * odds);
    below.push(w);
  }
  const all = below.reduceRight((sum, w) => sum + w, 0) + total;
  let mass = 0;
  let j = mode - below.length;
  for (let i = below.length - 1; i >= 0 && mass + below[i] <= miss * all; i--, j++) mass += below[i];
  return j;
}

/**
 * The sample quantile as the order statistic of rank ⌈np⌉, the inverse of the empirical CDF.
 * @param count  n ≥ 1
 * @param level  p, in (0, 1)
 */
export function quantileRank(count: number, level: number): number {
  return Math.max(1, Math.ceil(count * level - 1e-9)); // 0.07 * 100 is 7.000000000000001
}
