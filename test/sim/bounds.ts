/**
 * Chance, over the seeds that might have been fixed, that a correct program fails a file of law tests. Each file names
 * how many comparisons share it.
 */
const FALSE_ALARM = 1e-10;

/** Hoeffding: the mean of n draws in [0, 1] strays by more than this with probability ≤ FALSE_ALARM / checks. */
export function hoeffding(n: number, checks: number): number {
  return Math.sqrt(Math.log((2 * checks) / FALSE_ALARM) / (2 * n));
}

/** Dvoretzky–Kiefer–Wolfowitz with Massart's constant: the same formula for the largest gap of an empirical CDF. */
export function dkw(n: number, checks: number): number {
  return hoeffding(n, checks);
}

/** Empirical Bernstein (Maurer & Pontil 2009, Theorem 4), two-sided: for draws in an interval of length `range`. */
export function bernstein(variance: number, range: number, n: number, checks: number): number {
  const log = Math.log((4 * checks) / FALSE_ALARM);
  return Math.sqrt((2 * variance * log) / n) + (7 * range * log) / (3 * (n - 1));
}

/** Chernoff: a Binomial(n, p) count this far out has probability ≤ FALSE_ALARM / checks. */
export function isPlausibleCount(count: number, n: number, p: number, checks: number): boolean {
  const q = count / n;
  const term = (a: number, b: number) => (a === 0 ? 0 : a * Math.log(a / b));
  return n * (term(q, p) + term(1 - q, 1 - p)) <= Math.log((2 * checks) / FALSE_ALARM);
}
