import { type Dyadic, dyadic, minus, plus, times, toNumber, ZERO } from "./dyadic.ts";
import type { Moments } from "./moments.ts";

/**
 * Moments of many samples together, held exactly. Doubles would make the last bits depend on the order of merging; these
 * sums are associative and commutative, so any partition of the samples, merged in any order, gives the same bytes.
 */
export interface ExactMoments {
  /** Observations, an integer below 2^53. */ readonly count: number;
  /** Σ n·mean over the samples. */ readonly sum: Dyadic;
  /** Σ (squares + n·mean²) over the samples: Σx², with each sample's own squares about its mean. */ readonly squares: Dyadic;
}

export const NO_EXACT_MOMENTS: ExactMoments = { count: 0, sum: ZERO, squares: ZERO };

/** One sample's moments, as the doubles they are. */
export function exactly({ count, mean, squares }: Moments): ExactMoments {
  const sum = times(dyadic(count), dyadic(mean));
  return { count, sum, squares: plus(dyadic(squares), times(sum, dyadic(mean))) };
}

/** Moments of counts from Σa and Σa². */
export function exactCounts(count: number, sum: number, squares: number): ExactMoments {
  return { count, sum: dyadic(sum), squares: dyadic(squares) };
}

export function mergeExact(a: ExactMoments, b: ExactMoments): ExactMoments {
  return { count: a.count + b.count, sum: plus(a.sum, b.sum), squares: plus(a.squares, b.squares) };
}

/**
 * Mean and Σ(x − mean)² as doubles. The difference n·Σx² − (Σx)² is taken exactly, so no digits cancel however far the mean lies
 * from 0.
 */
export function momentsOfExact({ count, sum, squares }: ExactMoments): Moments {
  if (count === 0) return { count, mean: 0, squares: 0 };
  const spread = minus(times(dyadic(count), squares), times(sum, sum));
  // A sample's own mean is rounded, so a spread that is 0 may come out an ulp below it.
  return { count, mean: toNumber(sum) / count, squares: Math.max(0, toNumber(spread) / count) };
}
