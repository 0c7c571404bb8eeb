import { type Interval, wilsonInterval, Z_95 } from "./intervals.ts";
import { rootBetween } from "./root.ts";

/**
 * Tango's score interval for the difference p₂ − p₁ of two proportions seen on the same trials. Only trials on which the two disagree
 * speak of the difference; unlike the textbook interval it keeps a width where there is none of them.
 *
 * The ends are where the score statistic (c − b − nδ)/√(n(2q + δ(1 − δ))) is ±z, q the most likely rate of first-only successes given δ.
 * The statistic falls in δ, so each end is found by a bracketed root, to rounding.
 *
 * @param firstOnly   b, trials on which the first succeeded alone, integer ≥ 0
 * @param secondOnly  c, likewise the second, integer ≥ 0
 * @param trials      n, integer ≥ 1, at least b + c
 * @param z           normal quantile of the level, 95% unless given
 * @throws RangeError for other counts
 * @see Tango, Equivalence test and confidence interval for the difference in proportions for the paired-sample design (1998)
 */
export function pairedProportionsInterval(firstOnly: number, secondOnly: number, trials: number, z = Z_95): Interval {
  for (const [name, count, least] of [
    ["firstOnly", firstOnly, 0],
    ["secondOnly", secondOnly, 0],
    ["trials", trials, Math.max(1, firstOnly + secondOnly)],
  ] as const)
    if (!Number.isInteger(count) || count < least) throw new RangeError(`${name} must be an integer >= ${least}, got ${count}`);
  const high = upperEnd(firstOnly, secondOnly, trials, z);
  return { low: -upperEnd(secondOnly, firstOnly, trials, z), high };
}

/** Below the width of any interval at 10^11 trials, and above rounding. */
const GRAIN = 1e-12;

/** The δ above the estimate at which the score is −z; 1 where it stays above. */
function upperEnd(firstOnly: number, secondOnly: number, trials: number, z: number): number {
  const estimate = (secondOnly - firstOnly) / trials;
  // Squared, so that nothing is divided by a variance of 0: negative while δ is inside the interval.
  const beyond = (delta: number) => {
    const excess = trials * delta - (secondOnly - firstOnly);
    return excess * excess - z * z * trials * (2 * restrictedRate(firstOnly, secondOnly, trials, delta) + delta * (1 - delta));
  };
  // At the estimate itself both terms are 0 where it is 0 or −1 for want of a variance.
  return beyond(1) <= 0 ? 1 : rootBetween(beyond, estimate + GRAIN, 1, GRAIN * GRAIN);
}

/** Most likely rate of first-only successes where the difference is δ: the larger root of 2nq² + Bq − bδ(1 − δ) = 0. */
function restrictedRate(firstOnly: number, secondOnly: number, trials: number, delta: number): number {
  const linear = (2 * trials + firstOnly - secondOnly) * delta - firstOnly - secondOnly;
  const product = 8 * trials * firstOnly * delta * (1 - delta);
  return (Math.sqrt(Math.max(0, linear * linear + product)) - linear) / (4 * trials);
}

/**
 * Newcombe's square-and-add interval for the difference p₂ − p₁ of two proportions on independent trials, as many for each: Wilson's
 * intervals of the two, joined.
 *
 * @see Newcombe, Interval estimation for the difference between independent proportions (1998), method 10
 */
export function independentProportionsInterval(first: number, second: number, trials: number, z = Z_95): Interval {
  const [a, b] = [wilsonInterval(first, trials, z), wilsonInterval(second, trials, z)];
  const [p, q] = [first / trials, second / trials];
  return { low: q - p - Math.hypot(q - b.low, a.high - p), high: q - p + Math.hypot(b.high - q, p - a.low) };
}
