import type { Moments } from "../numerics/moments.ts";

/** Moments of a sample in two passes, as the definition reads. */
export function momentsOf(values: ArrayLike<number>): Moments {
  const sample = Array.from(values);
  const count = sample.length;
  if (count === 0) return { count, mean: 0, squares: 0 };
  const mean = sample.reduce((sum, x) => sum + x, 0) / count;
  return { count, mean, squares: sample.reduce((sum, x) => sum + (x - mean) ** 2, 0) };
}
