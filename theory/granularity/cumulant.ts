import { type TruncatedNormal, truncatedNormal } from "../../numerics/truncatedNormal.ts";

/** log E e^{θ(a − x)} of one low-level step a, and what a search over θ needs. */
export interface Cumulant {
  /** log E e^{θ(a − x)}; 0 at θ = 0. */ readonly value: number;
  /** Its slope in θ: the mean of the tilted law less x, units of work. */ readonly slope: number;
}

/** Largest |θ|·min(σ, max − min) of the narrowest law: a larger tilt would hardly sharpen a bound. */
export const MOST_TILT = 1e6;

/**
 * The cumulant of a truncated normal about a place x, in closed form: e^{θa} tilts the law to the truncated normal of location
 * μ + θσ² on the same support, so log E e^{θ(a − x)} = θ(mode_θ − x) − y(y + 2z₀)/2 + log(h/h_θ), y = (mode_θ − mode)/σ and h the
 * heights of the two densities at their modes. Places are measured from the mode: a σ far below it keeps its digits.
 *
 * Accuracy against quadrature of the defining integral on searched laws and tilts: 1e-12·(1 + |θ|·(max − min)); for a law all but a point,
 * against its variance, 1e-15.
 *
 * @param theta  θ per unit of work
 * @param about  x, units of work
 * @see docs/theory/granularity-capability.md (T1.4)
 */
export function cumulantOf(law: TruncatedNormal, theta: number, about: number): Cumulant {
  const { mode, sigma, tilt, peak } = law.shape;
  if (theta === 0) return { value: 0, slope: law.mean - about };
  const tilted = truncatedNormal(theta * sigma * sigma - sigma * tilt, sigma, law.min - mode, law.max - mode);
  const y = tilted.shape.mode / sigma;
  const value = theta * (mode - about + tilted.shape.mode) - 0.5 * y * (y + 2 * tilt) + Math.log(peak / tilted.shape.peak);
  return { value, slope: tilted.mean + (mode - about) };
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
