import { type TruncatedNormal, truncatedNormal } from "../../numerics/truncatedNormal.ts";

/** log E e^{θ(a − x)} of one low-level step a, and what a search over θ needs. */
export interface Cumulant {
  /** log E e^{θ(a − x)}; 0 at θ = 0. */ readonly value: number;
  /** Its slope in θ: the mean of the tilted law less x, units of work. */ readonly slope: number;
}

/** Largest |θ|·(max − min): the tilted law then fills 1e-8 of the support, which double precision still holds. */
export const MOST_TILT = 1e8;

/**
 * The cumulant of a truncated normal about a place x, in closed form: e^{θa} tilts the law to the truncated normal of location
 * μ + θσ² on the same support, so log E e^{θ(a − x)} = θ(mode_θ − x) − y(y + 2z₀)/2 + log(h/h_θ), y = (mode_θ − mode)/σ and h the
 * heights of the two densities at their modes. No difference of two large numbers but the answer's own terms.
 *
 * Accuracy against quadrature of the defining integral on searched laws and tilts: 1e-12·(1 + |θ|(max − min)).
 *
 * @param theta  θ per unit of work, |θ|·(max − min) ≤ MOST_TILT
 * @param about  x, units of work
 * @see docs/theory/granularity-capability.md (T1.4)
 */
export function cumulantOf(law: TruncatedNormal, theta: number, about: number): Cumulant {
  const { mode, sigma, tilt, peak } = law.shape;
  if (theta === 0) return { value: 0, slope: law.mean - about };
  const tilted = truncatedNormal(mode - sigma * tilt + theta * sigma * sigma, sigma, law.min, law.max);
  const y = (tilted.shape.mode - mode) / sigma;
  const value = theta * (tilted.shape.mode - about) - 0.5 * y * (y + 2 * tilt) + Math.log(peak / tilted.shape.peak);
  return { value, slope: tilted.mean - about };
}

/** The cumulant of a step drawn from one of several laws with fixed weights, which sum to 1. */
export function mixtureCumulant(laws: readonly TruncatedNormal[], weights: readonly number[], theta: number, about: number): Cumulant {
  if (laws.length === 1) return cumulantOf(laws[0], theta, about);
  const parts = laws.map((law) => cumulantOf(law, theta, about));
  const terms = parts.map(({ value }, i) => Math.log(weights[i]) + value);
  const top = Math.max(...terms);
  const shares = terms.map((term) => Math.exp(term - top));
  const total = shares.reduce((sum, share) => sum + share, 0);
  // Centred at 0 the weights already sum to 1: log1p keeps the digits of a small value.
  const value =
    Math.abs(top) < 0.5 ? Math.log1p(parts.reduce((sum, part, i) => sum + weights[i] * Math.expm1(part.value), 0)) : top + Math.log(total);
  return { value, slope: parts.reduce((sum, { slope }, i) => sum + (shares[i] / total) * slope, 0) };
}

/** The largest of the members' cumulants: what no rule of choosing between them can exceed. */
export function envelopeCumulant(laws: readonly TruncatedNormal[], theta: number, about: number): Cumulant {
  return laws.map((law) => cumulantOf(law, theta, about)).reduce((top, part) => (part.value > top.value ? part : top));
}
