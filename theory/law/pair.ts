import { gaussLegendre } from "../../numerics/gaussLegendre.ts";
import type { Law } from "./law.ts";
import type { PiecewiseLaw } from "./piecewise.ts";

/**
 * The law of the sum of two independent parts, by quadrature of one against the other's cdf.
 * Panels are cut where either is rough, so the accuracy is that of the parts.
 */
export function pairLaw(a: PiecewiseLaw, b: PiecewiseLaw): Law {
  const rule = gaussLegendre(a.grid.rule.order);
  const ends = [...b.grid.from, ...b.grid.to];
  const against = (y: number, of: (rest: number) => number) => {
    const cuts = [...new Set(ends.map((end) => y - end))].sort((left, right) => left - right);
    let sum = 0;
    for (let i = 0, next = 0; i < a.grid.panels; i++) {
      let start = a.grid.from[i];
      while (next < cuts.length && cuts[next] <= start) next++;
      let k = next;
      while (start < a.grid.to[i]) {
        const stop = k < cuts.length && cuts[k] < a.grid.to[i] ? cuts[k] : a.grid.to[i];
        k++;
        const half = (stop - start) / 2;
        for (let j = 0; j < rule.order; j++) {
          const x = start + half * (1 + rule.nodes[j]);
          sum += half * rule.weights[j] * a.density(x) * of(y - x);
        }
        start = stop;
      }
    }
    return sum;
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
