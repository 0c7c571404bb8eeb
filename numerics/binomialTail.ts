/**
 * P(X ≥ k) of a binomial count. Terms are added from k away from the mode, where they fall: the first is the largest.
 *
 * @param k       integer ≤ trials; 1 for every k ≤ 0
 * @param trials  integer ≥ 0; the work grows with it
 * @param p       probability of a success, in [0, 1]
 */
export function atLeast(k: number, trials: number, p: number): number {
  if (k <= 0) return 1;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  if (p * trials <= k) return sumOfTerms(k, trials, p, 1);
  return 1 - sumOfTerms(k - 1, trials, p, -1);
}

/** P(X = from) + P(X = from + step) + … to the end of the range. */
function sumOfTerms(from: number, trials: number, p: number, step: 1 | -1): number {
  let log = from * Math.log(p) + (trials - from) * Math.log1p(-p);
  for (let i = 1; i <= from; i++) log += Math.log((trials - from + i) / i);
  const odds = p / (1 - p);
  let [term, sum] = [Math.exp(log), 0];
  for (let i = from; i >= 0 && i <= trials; i += step) {
    sum += term;
    term *= step === 1 ? ((trials - i) / (i + 1)) * odds : i / (trials - i + 1) / odds;
  }
  return Math.min(1, sum);
}
