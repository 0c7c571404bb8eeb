import { type GaussRule, gaussLegendre } from "../numerics/gaussLegendre.ts";

/**
 * Panels on a line, each with the p nodes of one Gauss rule. Panels are disjoint and ascending; gaps carry no mass.
 * Densities are smooth inside a panel: every jump and strong kink is a panel's end.
 */
export interface Grid {
  readonly rule: GaussRule;
  readonly panels: number;
  /** Panel ends, shape [panels]. */ readonly from: Float64Array;
  readonly to: Float64Array;
  /** Nodes, shape [panels × p], ascending. */ readonly nodes: Float64Array;
}

export function gridOf(panels: readonly (readonly [number, number])[], order: number): Grid {
  const rule = gaussLegendre(order);
  const from = Float64Array.from(panels, (panel) => panel[0]);
  const to = Float64Array.from(panels, (panel) => panel[1]);
  const nodes = new Float64Array(panels.length * order);
  for (let i = 0; i < panels.length; i++)
    for (let j = 0; j < order; j++) nodes[i * order + j] = from[i] + (to[i] - from[i]) * 0.5 * (1 + rule.nodes[j]);
  return { rule, panels: panels.length, from, to, nodes };
}

/** ∫ over all panels of a density given at the nodes. */
export function integralOf(grid: Grid, values: Float64Array): number {
  const { rule, from, to } = grid;
  let sum = 0;
  for (let i = 0; i < grid.panels; i++) {
    let panel = 0;
    for (let j = 0; j < rule.order; j++) panel += rule.weights[j] * values[i * rule.order + j];
    sum += (panel * (to[i] - from[i])) / 2;
  }
  return sum;
}
