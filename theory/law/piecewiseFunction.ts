import { legendreCoefficients, legendreSum } from "../../numerics/legendre.ts";
import type { Grid } from "../grid.ts";

/** A function that is a polynomial on each panel of a grid, and 0 off the panels. */
export interface PiecewiseFunction {
  at(y: number): number;
}

/** @param values  at the grid's nodes, shape [panels × p] */
export function piecewiseFunction(grid: Grid, values: Float64Array): PiecewiseFunction {
  const { panels, from, to } = grid;
  const p = grid.rule.order;
  const coefficients = new Float64Array(panels * p);
  for (let i = 0; i < panels; i++) legendreCoefficients(grid.rule, values, i * p, coefficients, i * p);
  return {
    at: (y) => {
      const i = panelAt(grid, y);
      return i < 0 || y > to[i] ? 0 : legendreSum(coefficients, i * p, p, (2 * (y - from[i])) / (to[i] - from[i]) - 1);
    },
  };
}

/** The panel whose start is the last at or below y; −1 before the first. */
export function panelAt({ from, panels }: Grid, y: number): number {
  let [below, above] = [-1, panels];
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (from[middle] <= y) below = middle;
    else above = middle;
  }
  return below;
}
