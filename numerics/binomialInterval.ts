import { atLeast } from "./binomialTail.ts";
import type { Interval } from "./intervals.ts";
import { rootBetween } from "./root.ts";

/**
 * The exact interval of a share (Clopper and Pearson): it covers the true share with at least the probability asked, whatever it is.
 * Wider than `wilsonInterval`, for claims that must hold and not only on average.
 *
 * @param successes   integer in [0, trials]
 * @param trials      integer ≥ 1; the work grows with it
 * @param confidence  in (0, 1), such as 0.99
 * @throws RangeError naming the parameter, the rule and the value
 * @returns ends within 1e-12 of the exact ones
 * @see Clopper, Pearson: The use of confidence or fiducial limits, Biometrika 26 (1934)
 */
export function exactBinomialInterval(successes: number, trials: number, confidence: number): Interval {
  if (!(Number.isInteger(trials) && trials >= 1)) throw new RangeError(`trials must be an integer >= 1, got ${trials}`);
  if (!(Number.isInteger(successes) && successes >= 0 && successes <= trials))
    throw new RangeError(`successes must be an integer in [0, ${trials}], got ${successes}`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence must lie in (0, 1), got ${confidence}`);
  const half = (1 - confidence) / 2;
  // P(X ≥ successes) grows with the share, P(X ≤ successes) falls: each end is where its tail has the mass `half`.
  const low = successes === 0 ? 0 : rootBetween((p) => atLeast(successes, trials, p) - half, 0, 1, TOLERANCE);
  const high = successes === trials ? 1 : rootBetween((p) => half - atLeast(trials - successes, trials, 1 - p), 0, 1, TOLERANCE);
  return { low, high };
}

const TOLERANCE = 1e-13;
