/**
 * A law on the line, of any mass up to 1: what the final progress, or one stage's, looks like to those who ask of it.
 * Lengths are in units of work.
 */
export interface Law {
  readonly mass: number;
  /** ∫ x dμ: the mean times the mass. */ readonly moment: number;
  /** Ends between which all the mass lies. */ readonly support: readonly [number, number];
  /** μ((−∞, y]). */ cdf(y: number): number;
  /** ∫ (y − x)₊ dμ, the shortfall from y. */ shortfall(y: number): number;
  /** What truncation of a series may have left out of `shortfall` (units of work); 0 where nothing is truncated. */
  readonly tail: number;
  /** The same for `cdf`. */ readonly tailCdf: number;
}

/** E|X − y| = E X − y + 2·E(y − X)₊, over the law's mass. */
export function meanDeviation(law: Law, y: number): number {
  return law.moment - y * law.mass + 2 * law.shortfall(y);
}

/** Σ w·law: the law of a draw from several, or of runs that end in several ways. */
export function mixture(parts: readonly { readonly weight: number; readonly law: Law }[]): Law {
  const sum = (of: (law: Law) => number) => parts.reduce((total, { weight, law }) => total + weight * of(law), 0);
  return {
    mass: sum((law) => law.mass),
    moment: sum((law) => law.moment),
    support: [Math.min(...parts.map(({ law }) => law.support[0])), Math.max(...parts.map(({ law }) => law.support[1]))],
    cdf: (y) => sum((law) => law.cdf(y)),
    shortfall: (y) => sum((law) => law.shortfall(y)),
    tail: sum((law) => law.tail),
    tailCdf: sum((law) => law.tailCdf),
  };
}
