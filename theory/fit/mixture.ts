import { fitTilt, type Tilt } from "./tilt.ts";

/** One component of a mixture: a tilt in u = (x − centre)/scale, with its weight. Lengths in units of work. */
export interface Component {
  readonly weight: number;
  /** The ends that it may reach. */ readonly min: number;
  readonly max: number;
  readonly centre: number;
  readonly scale: number;
  readonly tilt: Tilt;
}
export type Mixture = readonly Component[];

/** log of weight times density at x, by the formula continued beyond the ends. */
function logTerm({ weight, centre, scale, tilt }: Component, x: number): number {
  const u = (x - centre) / scale;
  return u * (tilt.slope + tilt.curve * u) - tilt.logMass + Math.log(weight / scale);
}

/** Density of the mixture at x by the formula continued beyond the ends: what an end would open up if it moved outwards. */
export function continuedDensity(mixture: Mixture, x: number): number {
  return mixture.reduce((sum, component) => sum + Math.exp(logTerm(component, x)), 0);
}

/** Ends of a component. */
export interface Ends {
  readonly min: number;
  readonly max: number;
}

/**
 * The maximum-likelihood component for weighted steps between given ends; undefined where the weighted steps are too few or
 * too close together to be more than a lucky cluster, towards which the likelihood of a mixture grows without bound (F.9).
 *
 * @param shares  weight of each step, shape [n]
 * @param before  the component of the round before: where the search begins
 */
export function weightedComponent(
  steps: Float64Array,
  shares: Float64Array,
  { min, max }: Ends,
  least: Least,
  before?: Component,
): Component | undefined {
  let [mass, sum] = [0, 0];
  for (let i = 0; i < steps.length; i++) {
    mass += shares[i];
    sum += shares[i] * steps[i];
  }
  if (!(mass >= least.steps)) return undefined;
  const centre = sum / mass;
  let squares = 0;
  for (let i = 0; i < steps.length; i++) squares += shares[i] * (steps[i] - centre) ** 2;
  const scale = Math.sqrt(squares / mass);
  if (!(scale > least.spread && min < centre && centre < max)) return undefined;
  const start = before && restandardised(before, centre, scale);
  const tilt = fitTilt((min - centre) / scale, (max - centre) / scale, start);
  return { weight: mass / steps.length, min, max, centre, scale, tilt };
}

/** What a component must hold: steps by weight, and standard deviation of them, units of work. */
export interface Least {
  readonly steps: number;
  readonly spread: number;
}

/** (η₁, η₂) of a component in another standardised coordinate. */
function restandardised({ tilt, centre, scale }: Component, toCentre: number, toScale: number) {
  const stretch = toScale / scale;
  const shift = (toCentre - centre) / scale;
  return { slope: stretch * (tilt.slope + 2 * tilt.curve * shift), curve: tilt.curve * stretch * stretch };
}
