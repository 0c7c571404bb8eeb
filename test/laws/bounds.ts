/** Bounds on chance, each for one comparison that a correct program may fail with probability ≤ `chance`. */

/** Hoeffding: the mean of n draws in [0, 1] strays by more than this with probability ≤ chance. */
export function hoeffding(n: number, chance: number): number {
  return Math.sqrt(Math.log(2 / chance) / (2 * n));
}

/** Empirical Bernstein (Maurer & Pontil 2009, Theorem 4), two-sided: for draws in an interval of length `range`. */
export function bernstein(variance: number, range: number, n: number, chance: number): number {
  const log = Math.log(4 / chance);
  return Math.sqrt((2 * variance * log) / n) + (7 * range * log) / (3 * (n - 1));
}
