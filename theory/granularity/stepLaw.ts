import type { TruncatedNormal } from "../../numerics/truncatedNormal.ts";
import type { GuidedPool } from "../attempt/guidedPool.ts";
import { type Cumulant, envelopeCumulant, mixtureCumulant } from "./cumulant.ts";

/** What the bounds of T1 need to know of one low-level step, whatever came before it. Lengths in units of work. */
export interface StepLaw {
  /** Least and largest mean of a step; equal where steps are independent and alike. */ readonly means: readonly [number, number];
  /** v, a variance proxy: log E e^{θ(a − mean)} ≤ vθ²/2 for every θ. */ readonly proxy: number;
  /** Ends between which every step lies. */ readonly hull: readonly [number, number];
  /** Least of the members' σ and widths: what a tilt is measured by. */ readonly narrowest: number;
  /** An upper bound of log E e^{θ(a − x)} given the past: the value itself for steps that are alike. */
  cumulant(theta: number, about: number): Cumulant;
}

/**
 * The step law of an agent under a harness.
 *
 * Unguided, steps are independent draws of the mixture. Guided, the weights follow the remaining distance; a step is then only
 * known to be some mixture of the members, so means become a range and the cumulant the members' largest.
 *
 * @see docs/theory/granularity-capability.md (T1.1) to (T1.3)
 */
export function stepLawOf(pool: GuidedPool): StepLaw {
  const { members, weights, steered } = pool;
  const means = members.map(({ mean }) => mean);
  const range = [Math.min(...means), Math.max(...means)] as const;
  const hull = [Math.min(...members.map(({ min }) => min)), Math.max(...members.map(({ max }) => max))] as const;
  const widest = Math.max(...members.map(memberProxy));
  const narrowest = Math.min(...members.map(({ shape: { sigma }, min, max }) => Math.min(sigma, max - min)));
  if (steered) return { means: range, hull, narrowest, proxy: widest, cumulant: (theta, about) => envelopeCumulant(members, theta, about) };
  return {
    means: [pool.mean, pool.mean],
    hull,
    narrowest,
    proxy: poolProxy(widest, range[1] - range[0], hull[1] - hull[0]),
    cumulant: (theta, about) => mixtureCumulant(members, weights, theta, about),
  };
}

/** (T1.1): σ², or Hoeffding's (max − min)²/4 where that is less. */
export function memberProxy({ shape: { sigma }, min, max }: Pick<TruncatedNormal, "shape" | "min" | "max">): number {
  return Math.min(sigma ** 2, (max - min) ** 2 / 4);
}

/**
 * (T1.2): the proxy of a mixture: the members' largest and that of drawing a mean, or Hoeffding's over the hull.
 *
 * @param widest  largest proxy of a member, work²
 * @param spread  largest mean less the least
 * @param width   length of the hull
 */
export function poolProxy(widest: number, spread: number, width: number): number {
  return Math.min(width ** 2 / 4, widest + spread ** 2 / 4);
}
