import { integrateSeries, legendreCoefficients, legendreSum } from "../../numerics/legendre.ts";
import type { Grid } from "../grid.ts";
import type { Law } from "./law.ts";
import { panelAt, piecewiseFunction } from "./piecewiseFunction.ts";

/** A law with a density that is a polynomial on each panel of a grid. */
export interface PiecewiseLaw extends Law {
  readonly grid: Grid;
  /** Density at y, per unit of work; 0 off the panels. */ density(y: number): number;
}

/**
 * The law with a given density at a grid's nodes. Its cdf and shortfall are the exact integrals of the interpolant, by
 * Legendre coefficients, so asking costs one Clenshaw sum.
 *
 * @param values  density at the nodes, shape [panels × p], per unit of work
 */
export function piecewiseLaw(grid: Grid, values: Float64Array): PiecewiseLaw {
  const { panels, from, to } = grid;
  const p = grid.rule.order;
  const stride = p + 2;
  const density = new Float64Array(p); // coefficients of one panel
  const first = new Float64Array(panels * stride);
  const second = new Float64Array(panels * stride);
  const cdfAt = new Float64Array(panels + 1);
  const shortfallAt = new Float64Array(panels + 1);
  let moment = 0;
  for (let i = 0; i < panels; i++) {
    const half = (to[i] - from[i]) / 2;
    const gap = i === 0 ? 0 : from[i] - to[i - 1];
    shortfallAt[i] += cdfAt[i] * gap;
    legendreCoefficients(grid.rule, values, i * p, density, 0);
    integrateSeries(density, 0, p, first, i * stride);
    integrateSeries(first, i * stride, p + 1, second, i * stride);
    const mass = half * legendreSum(first, i * stride, p + 1, 1);
    const inside = half * half * legendreSum(second, i * stride, p + 2, 1);
    cdfAt[i + 1] = cdfAt[i] + mass;
    shortfallAt[i + 1] = shortfallAt[i] + cdfAt[i] * 2 * half + inside;
    moment += mass * to[i] - inside;
  }
  const low = panels > 0 ? from[0] : 0;
  const high = panels > 0 ? to[panels - 1] : 0;

  const local = (i: number, y: number) => (2 * (y - from[i])) / (to[i] - from[i]) - 1;

  return {
    grid,
    mass: cdfAt[panels],
    moment,
    support: [low, high],
    tail: 0,
    tailCdf: 0,
    density: piecewiseFunction(grid, values).at,
    cdf: (y) => {
      const i = panelAt(grid, y);
      if (i < 0) return 0;
      if (y >= to[i]) return cdfAt[i + 1];
      return cdfAt[i] + ((to[i] - from[i]) / 2) * legendreSum(first, i * stride, p + 1, local(i, y));
    },
    shortfall: (y) => {
      const i = panelAt(grid, y);
      if (i < 0) return 0;
      // shortfallAt[i + 1] already holds the gap up to the next panel's start, so beyond a panel's end start from its own ends.
      const half = (to[i] - from[i]) / 2;
      const inside = Math.min(y, to[i]);
      const x = inside === to[i] ? 1 : local(i, inside);
      const atPanel = shortfallAt[i] + cdfAt[i] * (inside - from[i]) + half * half * legendreSum(second, i * stride, p + 2, x);
      return y > to[i] ? atPanel + cdfAt[i + 1] * (y - to[i]) : atPanel;
    },
  };
}
