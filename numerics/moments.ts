/** Count, mean and sum of squared deviations from it: what a mean and its variance need. */
export interface Moments {
  readonly count: number;
  /** 0 where count is 0. */ readonly mean: number;
  /** Σ(x − mean)², ≥ 0. */ readonly squares: number;
}

/**
 * Moments of the first `count` values, in two passes: the one-pass Σx² − (Σx)²/n loses every digit of a small spread. Sums run
 * in four strands, which the processor adds side by side; their order is fixed, and so are the bytes of the result.
 */
export function momentsOf(values: Float64Array, count = values.length): Moments {
  if (count === 0) return { count, mean: 0, squares: 0 };
  const even = count - (count % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < even; i += 4) {
    a += values[i];
    b += values[i + 1];
    c += values[i + 2];
    d += values[i + 3];
  }
  for (let i = even; i < count; i++) a += values[i];
  const mean = (a + b + (c + d)) / count;
  a = b = c = d = 0;
  for (let i = 0; i < even; i += 4) {
    a += (values[i] - mean) * (values[i] - mean);
    b += (values[i + 1] - mean) * (values[i + 1] - mean);
    c += (values[i + 2] - mean) * (values[i + 2] - mean);
    d += (values[i + 3] - mean) * (values[i + 3] - mean);
  }
  for (let i = even; i < count; i++) a += (values[i] - mean) * (values[i] - mean);
  return { count, mean, squares: a + b + (c + d) };
}
