/** Count, mean and sum of squared deviations from it: what a mean and its variance need, and mergeable. */
export interface Moments {
  readonly count: number;
  /** 0 where count is 0. */ readonly mean: number;
  /** Σ(x − mean)², ≥ 0. */ readonly squares: number;
}

export const NO_MOMENTS: Moments = { count: 0, mean: 0, squares: 0 };

/** Moments of the first `count` values, in two passes: the one-pass Σx² − (Σx)²/n loses every digit of a small spread. */
export function momentsOf(values: Float64Array, count = values.length): Moments {
  if (count === 0) return NO_MOMENTS;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i];
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i] - mean) ** 2;
  return { count, mean, squares };
}

/**
 * Moments of two samples together. Not associative to the last bit: merge in one fixed order to get equal bytes.
 * @see Chan, Golub & LeVeque, Updating formulae and a pairwise algorithm for computing sample variances (1979)
 */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const count = a.count + b.count;
  const gap = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (gap * b.count) / count,
    squares: a.squares + b.squares + (gap * gap * a.count * b.count) / count,
  };
}
