import type { Moments } from "./moments.ts";

/** Ends of an interval, low ≤ high. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** 0.975 quantile of the standard normal: a two-sided 95% interval. */
export const Z_95 = 1.959963984540054;

/**
 * Wilson's score interval of a proportion. Never leaves [0, 1], and keeps a width at 0 and at 1, where the textbook
 * interval shrinks to a point.
 *
 * @param successes  integer in [0, trials]
 * @param trials     integer ≥ 1
 * @param z          normal quantile of the level, 95% unless given
 * @throws RangeError for other counts
 * @see Wilson (1927); Brown, Cai & DasGupta, Interval estimation for a binomial proportion (2001), eq. 4
 */
export function wilsonInterval(successes: number, trials: number, z = Z_95): Interval {
  if (!Number.isInteger(trials) || trials < 1) throw new RangeError(`trials must be an integer >= 1, got ${trials}`);
  if (!Number.isInteger(successes) || successes < 0 || successes > trials)
    throw new RangeError(`successes must be an integer in [0, ${trials}], got ${successes}`);
  const failures = trials - successes;
  const weight = trials + z * z;
  const half = (z / weight) * Math.sqrt((successes * failures) / trials + (z * z) / 4);
  const centre = (successes + (z * z) / 2) / weight;
  // At the ends the formula is 0 or 1 in exact arithmetic, and a rounding beside it in ours.
  return { low: successes === 0 ? 0 : Math.max(0, centre - half), high: failures === 0 ? 1 : Math.min(1, centre + half) };
}

/**
 * The normal (CLT) interval of a mean, from the sample variance with divisor n − 1. Its level holds as n grows: below some
 * 30 observations, or where rare large values carry the mean, it is too narrow. Equal observations give a point.
 *
 * @param moments  of at least 2 observations: one has no variance
 * @param least    the smallest value that the mean can have; the interval is cut there
 * @throws RangeError for fewer than 2 observations
 */
export function meanInterval(moments: Moments, least = Number.NEGATIVE_INFINITY, z = Z_95): Interval {
  const { count, mean, squares } = moments;
  if (count < 2) throw new RangeError(`count must be >= 2 for a variance, got ${count}`);
  const half = z * Math.sqrt(squares / (count - 1) / count);
  return { low: Math.max(least, mean - half), high: mean + half };
}

/**
 * The interval of a difference b − a of two independent estimates, from their own intervals of one level: each end is as far from the
 * difference as the two half-widths that reach that way, added in squares. From Wilson intervals it is Newcombe's interval of a difference
 * of proportions, from normal ones the usual normal interval. An estimate known exactly has an interval that is a point.
 *
 * @see Zou & Donner, Construction of confidence limits about effect measures (2008); Newcombe (1998), method 10
 */
export function differenceInterval(a: Interval & { readonly value: number }, b: Interval & { readonly value: number }): Interval {
  const difference = b.value - a.value;
  return {
    low: difference - Math.hypot(b.value - b.low, a.high - a.value),
    high: difference + Math.hypot(b.high - b.value, a.value - a.low),
  };
}
