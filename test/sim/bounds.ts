import * as laws from "../laws/bounds.ts";

/**
 * Chance, over the seeds that might have been fixed, that a correct program fails a file of law tests. Each file names
 * how many comparisons share it.
 */
const FALSE_ALARM = 1e-10;

/** Hoeffding's bound, shared among a file's checks. */
export function hoeffding(n: number, checks: number): number {
  return laws.hoeffding(n, FALSE_ALARM / checks);
}

/** Dvoretzky–Kiefer–Wolfowitz with Massart's constant: the same formula for the largest gap of an empirical CDF. */
export function dkw(n: number, checks: number): number {
  return hoeffding(n, checks);
}

/** The empirical Bernstein bound, shared among a file's checks. */
export function bernstein(variance: number, range: number, n: number, checks: number): number {
  return laws.bernstein(variance, range, n, FALSE_ALARM / checks);
}

/** Chernoff: a Binomial(n, p) count this far out has probability ≤ FALSE_ALARM / checks. */
export function isPlausibleCount(count: number, n: number, p: number, checks: number): boolean {
  const q = count / n;
  const term = (a: number, b: number) => (a === 0 ? 0 : a * Math.log(a / b));
  return n * (term(q, p) + term(1 - q, 1 - p)) <= Math.log((2 * checks) / FALSE_ALARM);
}
