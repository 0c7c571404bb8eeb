/** 1/13!, 1/12!, …, 1/2!, 1, 1. */
const COEFFICIENTS = [6227020800, 479001600, 39916800, 3628800, 362880, 40320, 5040, 720, 120, 24, 6, 2, 1, 1].map((n) => 1 / n);

/**
 * e^x for |x| ≤ 40, with relative error below 3e-16 as measured. Written out, since `Math.exp` may differ between engines in its
 * last bit, and the kernels must not: assembly/guided.ts does the same operations in the same order.
 */
export function exponential(x: number): number {
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const r = x - k * 0.6931471803691238 - k * 1.9082149292705877e-10; // ln 2 in two parts, the first with zeros at its end
  let sum = COEFFICIENTS[0];
  for (let i = 1; i < COEFFICIENTS.length; i++) sum = sum * r + COEFFICIENTS[i];
  return sum * 2 ** k;
}
