import { type GaussRule, gaussLegendre } from "../../numerics/gaussLegendre.ts";
import type { Law } from "./law.ts";
import type { PiecewiseLaw } from "./piecewise.ts";

/**
 * Nodes on a stretch of a panel. A density that 14 nodes resolve on the whole panel has Legendre coefficients that fall about
 * sixfold a degree: n nodes leave 6^−2n of it, and on half a panel 12^−2n.
 */
const WHOLE = gaussLegendre(10);
const PART = gaussLegendre(6);

/**
 * The law of the sum of two independent parts, by quadrature of one against the other's cdf.
 * Panels are cut where either is rough, so the accuracy is that of the parts.
 */
export function pairLaw(a: PiecewiseLaw, b: PiecewiseLaw): Law {
  const ends = Float64Array.from(new Set([...b.grid.from, ...b.grid.to]))
    .sort()
    .reverse();
  const { from, to, panels } = a.grid;

  /** ∫ of(y − x) dμ_a(x). */
  const against = (y: number, of: (rest: number) => number) => {
    let sum = 0;
    let next = 0; // cuts y − end ascend, since ends descend
    for (let i = 0; i < panels; i++) {
      while (next < ends.length && y - ends[next] <= from[i]) next++;
      let start = from[i];
      while (start < to[i]) {
        const stop = next < ends.length && y - ends[next] < to[i] ? y - ends[next++] : to[i];
        sum += stretch(start, stop, 2 * (stop - start) > to[i] - from[i] ? WHOLE : PART, y, of);
        start = stop;
      }
    }
    return sum;
  };
  const stretch = (start: number, stop: number, rule: GaussRule, y: number, of: (rest: number) => number) => {
    const half = (stop - start) / 2;
    let sum = 0;
    for (let j = 0; j < rule.order; j++) {
      const x = start + half * (1 + rule.nodes[j]);
      sum += rule.weights[j] * a.density(x) * of(y - x);
    }
    return half * sum;
  };
  return {
    mass: a.mass * b.mass,
    moment: a.moment * b.mass + a.mass * b.moment,
    support: [a.support[0] + b.support[0], a.support[1] + b.support[1]],
    tail: 0,
    tailCdf: 0,
    cdf: (y) => against(y, b.cdf),
    shortfall: (y) => against(y, b.shortfall),
  };
}
