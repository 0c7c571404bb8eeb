import { rootBetween } from "../../numerics/root.ts";
import type { CheckedSteps } from "./checkedSteps.ts";
import { MOST_TILT } from "./cumulant.ts";
import type { StepLaw } from "./stepLaw.ts";

/** How costly it is, at least, that an attempt at a request is accepted. Infinity: it cannot be. */
export interface Rates {
  /** ρ of (T1.6), from means and variance proxy. */ readonly quadratic: number;
  /** I of (T1.8), from the whole law of a step; never below ρ but for rounding. */ readonly chernoff: number;
  /** P(accepted) is at most this: the Chernoff bounds of all step counts added up, in [0, 1]. */ readonly acceptAtMost: number;
}

/** The window of an attempt, units of work. */
interface Window {
  readonly request: number;
  readonly tolerance: number;
}

/** Relative precision to which the best tilt is sought. The rate is flat there: its own relative error is the square. */
const TILT_PRECISION = 1e-6;

/** Rounding of a cumulant about x, for each unit of 1 + |θ|·x: taken off every rate, so that a bound is never too strong. */
const ROUNDING = 2e-14;

/** A step count whose bound, if all that follow had it too, would change the sum by less than this share is the last one looked at. */
const NEGLIGIBLE = 1e-15;

/**
 * Rates of one request, over the numbers of steps k at which an attempt is checked.
 *
 * Steps are not negative, so of the k that fall short of the window the largest is the cheapest, and of those that go past it the
 * smallest (T1.9): each side is followed from there, and left once the rest cannot matter. Any θ gives a valid rate, so a tilt
 * that is not quite the best one weakens the bound and never breaks it.
 */
export function ratesOf(step: StepLaw, { request, tolerance }: Window, [first, last]: CheckedSteps): Rates {
  const [least, most] = step.means;
  let quadratic = Number.POSITIVE_INFINITY;
  for (let k = first; k <= last; k++) {
    const gap = gapOf(k, request, tolerance, least, most);
    if (gap === 0) return { quadratic: 0, chernoff: 0, acceptAtMost: 1 };
    quadratic = Math.min(quadratic, quadraticRate(gap, k, step.proxy));
  }
  const isShort = (k: number) => k * most < request - tolerance;
  const counts = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const short = summed(counts.filter(isShort).reverse(), (k) => chernoffRate(step, k, request - tolerance, 1));
  const past = summed(
    counts.filter((k) => !isShort(k)),
    (k) => chernoffRate(step, k, request + tolerance, -1),
  );
  return { quadratic, chernoff: Math.min(short.least, past.least), acceptAtMost: Math.min(1, short.sum + past.sum) };
}

/** Least rate and Σ e^{−rate} of step counts in the order in which their rates grow; the sum is never too small. */
function summed(counts: readonly number[], rateOf: (steps: number) => number): { readonly least: number; readonly sum: number } {
  let least = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (const [i, k] of counts.entries()) {
    const rate = rateOf(k);
    least = Math.min(least, rate);
    sum += Math.exp(-rate);
    const rest = (counts.length - 1 - i) * Math.exp(-rate);
    if (rest <= NEGLIGIBLE * sum) return { least, sum: sum + rest };
  }
  return { least, sum };
}

/** (T1.5): how far the means of k steps lie from the window. */
export function gapOf(steps: number, request: number, tolerance: number, least: number, most: number): number {
  return Math.max(request - tolerance - steps * most, steps * least - request - tolerance, 0);
}

/** (T1.6): the cost of k steps straying by a gap, by the variance proxy. */
export function quadraticRate(gap: number, steps: number, proxy: number): number {
  return gap ** 2 / (2 * steps * proxy);
}

/**
 * (T1.7): sup over θ of the given sign of −k·log E e^{θ(a − x)}, x = target/k. Infinity where k steps cannot reach the target, or
 * reach it at one point only.
 */
function chernoffRate(step: StepLaw, steps: number, target: number, sign: 1 | -1): number {
  const about = target / steps;
  const end = step.hull[sign > 0 ? 1 : 0];
  if (sign * (about - end) >= 0) return Number.POSITIVE_INFINITY;
  const most = MOST_TILT / step.narrowest;
  const at = (theta: number) => step.cumulant(sign * theta, about);
  const rising = (theta: number) => sign * at(theta).slope; // < 0 below the best tilt, > 0 above
  let [from, to] = [0, Math.min(most, (sign * (about - step.means[sign > 0 ? 1 : 0])) / step.proxy)];
  while (to < most && rising(to) < 0) [from, to] = [to, Math.min(most, 2 * to)];
  const best = rootBetween(rising, from, to, TILT_PRECISION * to);
  return Math.max(0, -steps * (at(best).value + ROUNDING * (1 + best * about)));
}
