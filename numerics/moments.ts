/** Count, mean and sum of squared deviations from it: what a mean and its variance need. */
export interface Moments {
  readonly count: number;
  /** 0 where count is 0. */ readonly mean: number;
  /** Σ(x − mean)², ≥ 0. */ readonly squares: number;
}

/** Moments of the first `count` values, in two passes: the one-pass Σx² − (Σx)²/n loses every digit of a small spread. */
export function momentsOf(values: Float64Array, count = values.length): Moments {
  if (count === 0) return { count, mean: 0, squares: 0 };
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i];
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i] - mean) ** 2;
  return { count, mean, squares };
}
