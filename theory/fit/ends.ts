import { continuedDensity, type Ends, type Mixture } from "./mixture.ts";

/** The ends move outwards by at most this share of the range of the steps: a tail may hold less than 1/(n + 1) in all. */
const MOST_SHARE = 0.25;
/** Nor beyond where the continued density has fallen to this share of its height at the outermost step: the tail is then used up. */
const SPENT = 0.01;
/** Midpoint pieces of the integral beyond the outermost step. */
const PIECES = 50;

/**
 * Ends corrected for their bias. The maximum-likelihood ends are the outermost steps, which lie inside the true ones: on average
 * 1/(n + 1) of the law is beyond each. Each end is moved out until the fitted law holds that much there (F.7), or, where a tail does
 * not hold that much, until it is spent; at most by a quarter of the range, and never below 0, where the model has no steps.
 *
 * @param steps    ascending, units of work
 * @param mixture  fitted between ends near the outermost steps
 */
export function correctedEnds(steps: Float64Array, mixture: Mixture): Ends {
  const n = steps.length;
  const [first, last] = [steps[0], steps[n - 1]];
  const most = MOST_SHARE * (last - first);
  return {
    min: Math.max(0, first - beyond(most, 1 / (n + 1), (gap) => continuedDensity(mixture, first - gap))),
    max: last + beyond(most, 1 / (n + 1), (gap) => continuedDensity(mixture, last + gap)),
  };
}

/** Distance over which a density integrates to `mass`; `most` where it does not within that. */
function beyond(most: number, mass: number, density: (gap: number) => number): number {
  // Geometric pieces: where the density is high at the end the distance is a tiny share of the range.
  let [from, held] = [0, 0];
  for (let piece = 1; piece <= PIECES; piece++) {
    const to = most * (piece / PIECES) ** 3;
    const height = density((from + to) / 2);
    const more = height * (to - from);
    if (height < SPENT * density(0)) return from;
    if (held + more >= mass) return from + (mass - held) / height;
    [from, held] = [to, held + more];
  }
  return most;
}
