import type { GaussRule } from "./gaussLegendre.ts";

/** Values at Gauss nodes → Legendre coefficients of the interpolating polynomial on [−1, 1], written to `out`, shape [p]. */
export function legendreCoefficients(rule: GaussRule, values: ArrayLike<number>, at: number, out: Float64Array, to: number): void {
  const p = rule.order;
  const matrix = transformOf(rule);
  for (let l = 0; l < p; l++) {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += matrix[l * p + j] * values[at + j];
    out[to + l] = sum;
  }
}

/**
 * Coefficients of ∫_{−1}^x f from those of f, by ∫ P_l = (P_{l+1} − P_{l−1}) / (2l + 1); one more term.
 *
 * @param from  where f's `count` coefficients start in `source`; `count` + 1 are written at `to`
 */
export function integrateSeries(source: Float64Array, from: number, count: number, out: Float64Array, to: number): void {
  out.fill(0, to, to + count + 1);
  for (let l = 0; l < count; l++) {
    const share = source[from + l] / (2 * l + 1);
    out[to + l + 1] += share;
    // ∫_{−1}^x P_0 = P_1 + P_0; for l ≥ 1 the value at −1 cancels by itself.
    if (l === 0) out[to] += share;
    else out[to + l - 1] -= share;
  }
}

/** Σ c_l P_l(x) by Clenshaw's recurrence. */
export function legendreSum(coefficients: Float64Array, from: number, count: number, x: number): number {
  let next = 0;
  let afterNext = 0;
  for (let l = count - 1; l >= 1; l--) {
    const here = coefficients[from + l] + ((2 * l + 1) / (l + 1)) * x * next - ((l + 1) / (l + 2)) * afterNext;
    afterNext = next;
    next = here;
  }
  return coefficients[from] + x * next - 0.5 * afterNext;
}

const transforms = new Map<number, Float64Array>();

/** c_l = (2l + 1)/2 · Σ_j w_j P_l(x_j) f_j, exact for the interpolant. */
function transformOf(rule: GaussRule): Float64Array {
  const known = transforms.get(rule.order);
  if (known) return known;
  const p = rule.order;
  const matrix = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    let [before, value] = [0, 1];
    for (let l = 0; l < p; l++) {
      matrix[l * p + j] = ((2 * l + 1) / 2) * rule.weights[j] * value;
      [before, value] = [value, ((2 * l + 1) * rule.nodes[j] * value - l * before) / (l + 1)];
    }
  }
  transforms.set(p, matrix);
  return matrix;
}
