import type { PiecewiseLaw } from "./piecewise.ts";

/** How far two laws are apart. */
export interface Distance {
  /** Wasserstein-1, ∫|F − F′|, units of work: bounds the difference of any mean of a 1-Lipschitz function. */ readonly wasserstein: number;
  /** Kolmogorov, sup|F − F′| over the nodes: bounds the difference of any cdf. */ readonly kolmogorov: number;
}

/**
 * The distance of two laws on the same panels. Both distances are subadditive over sums of independent parts, so those of the
 * stages add up to a bound on that of the final progress.
 */
export function distance(a: PiecewiseLaw, b: PiecewiseLaw): Distance {
  const { rule, from, to, panels, nodes } = a.grid;
  let [wasserstein, kolmogorov] = [0, 0];
  for (let i = 0; i < panels; i++) {
    const half = (to[i] - from[i]) / 2;
    for (let j = 0; j < rule.order; j++) {
      const gap = Math.abs(a.cdf(nodes[i * rule.order + j]) - b.cdf(nodes[i * rule.order + j]));
      wasserstein += half * rule.weights[j] * gap;
      kolmogorov = Math.max(kolmogorov, gap);
    }
    const atEnd = Math.abs(a.cdf(to[i]) - b.cdf(to[i]));
    kolmogorov = Math.max(kolmogorov, atEnd);
    if (i + 1 < panels) wasserstein += atEnd * (from[i + 1] - to[i]);
  }
  return { wasserstein, kolmogorov };
}

export const NO_DISTANCE: Distance = { wasserstein: 0, kolmogorov: 0 };
