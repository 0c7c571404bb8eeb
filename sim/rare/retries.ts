/** What is known of the draws beforehand, from others than those used. */
export interface Centre {
  /** A number near the chance p, in (0, 1). */ readonly near: number;
  /** Root mean square of a draw's distance from it, > 0. */ readonly spread: number;
}

/**
 * Unbiased estimates of p^R and of 1 − (1 − p)^R from independent draws of mean p. Putting the mean of draws into the formula is
 * biased, as the formula is bent; here the power is expanded about a number near p, each factor of a term is a draw of its own, and
 * the series is broken off at random, terms after the first being divided by the chance that they are reached.
 *
 * @see docs/theory/rare-events.md (R.6), (R.7)
 */
export function powerOf(draw: () => number, centre: Centre, power: number, uniform: () => number): number {
  return centre.near ** power + series(() => draw() - centre.near, centre.near, centre.spread, power, uniform);
}

/** See `powerOf`. Digits are kept where p is tiny: no 1 − (1 − p). */
export function retried(draw: () => number, centre: Centre, retryBudget: number, uniform: () => number): number {
  if (retryBudget === 1) return draw();
  const first = -Math.expm1(retryBudget * Math.log1p(-centre.near));
  return first - series(() => centre.near - draw(), 1 - centre.near, centre.spread, retryBudget, uniform);
}

/** Terms that the series of a stage is expected to reach at most; beyond it another way is cheaper. */
export const expectedTerms = (base: number, spread: number, power: number): number => (power * spread) / base;

/** Σ over j ≥ 1 of C(R, j)·base^(R − j)·(j independent draws of the distance multiplied), without bias. */
function series(distance: () => number, base: number, spread: number, power: number, uniform: () => number): number {
  let term = base ** power;
  let sum = 0;
  for (let j = 1; j <= power; j++) {
    // Term j is about this many times term j − 1: it is reached with that chance, the first always.
    const ratio = ((power - j + 1) / j) * (spread / base);
    const reached = j === 1 ? 1 : Math.min(1, ratio);
    if (reached < 1 && uniform() >= reached) break;
    term *= (((power - j + 1) / j) * (distance() / base)) / reached;
    sum += term;
  }
  return sum;
}
