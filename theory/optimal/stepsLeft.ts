import type { TruncatedNormal } from "../../numerics/truncatedNormal.ts";
import { SCALES_PER_PANEL } from "../attempt/panels.ts";
import { gridOf } from "../grid.ts";
import { type PiecewiseLaw, piecewiseLaw } from "../law/piecewise.ts";
import { ORDER } from "../stage.ts";
import { type CellMasses, cellMasses } from "./cellMasses.ts";

/**
 * How a rule of guidance draws the next pool member. It sees the remaining distance d and, of the rule it looks at, the chance Q_i of
 * acceptance once member i takes the next step.
 */
export interface GuidanceRule {
  /** Index of the rule whose Q it sees; its own where undefined. */ readonly looksAt?: number;
  /** Writes weights that sum to 1, shape [n]. */ weigh(distance: number, chances: Float64Array, out: Float64Array): void;
}

/** P(accepted) of an attempt by remaining distance, after all M steps are still left, of each rule. */
export interface AcceptCurves {
  readonly step: number;
  /** At distances ε + j·step, the first as the limit from above; shape [rules][nodes]. */ readonly values: readonly Float64Array[];
}

interface Ground {
  readonly members: readonly TruncatedNormal[];
  readonly tolerance: number;
  readonly stepBudget: number;
  /** Largest distance, above the tolerance. */ readonly most: number;
  readonly cells: number;
}

/**
 * Backward in steps left k and distance d: Q_i(d, k) = ∫ f_i(a)·V(d − a, k − 1) da, V(d, k) = Σ w_i·Q_i(d, k); V = 1 within the tolerance,
 * 0 beyond it, and 0 where no step is left. All rules go together, so that one may steer by the values of another.
 *
 * The jump of V at ε is kept: a step into the tolerance is counted by the member's cdf; the rest is linear between nodes.
 *
 * @returns values of every rule; error O(step²), to be measured by a second number of cells
 * @see docs/theory/optimal-harness.md (O.12)
 */
export function acceptCurves(rules: readonly GuidanceRule[], { members, tolerance, stepBudget, most, cells }: Ground): AcceptCurves {
  const step = (most - tolerance) / cells;
  const nodes = cells + 1;
  const masses = members.map((member) => cellMasses(lawOf(member), step, nodes, 1));
  const landing = members.map((member) =>
    Float64Array.from({ length: nodes }, (_, j) => member.cdf(2 * tolerance + j * step) - member.cdf(j * step)),
  );
  const n = members.length;
  let values = rules.map(() => new Float64Array(nodes));
  const chances = rules.map(() => new Float64Array(n));
  const weights = new Float64Array(n);
  for (let left = 1; left <= stepBudget; left++) {
    const next = rules.map(() => new Float64Array(nodes));
    for (let j = 0; j < nodes; j++) {
      for (let r = 0; r < rules.length; r++) for (let i = 0; i < n; i++) chances[r][i] = landing[i][j] + onward(masses[i], values[r], j);
      for (let r = 0; r < rules.length; r++) {
        rules[r].weigh(tolerance + j * step, chances[rules[r].looksAt ?? r], weights);
        let value = 0;
        for (let i = 0; i < n; i++) value += weights[i] * chances[r][i];
        next[r][j] = value;
      }
    }
    if (next.every((row, r) => row.every((value, j) => value === values[r][j]))) break; // further steps change nothing
    values = next;
  }
  return { step, values };
}

/** ∫ V(d − a) over steps that stay above the tolerance, from node j. */
function onward({ from, to, near, far }: CellMasses, values: Float64Array, j: number): number {
  let sum = 0;
  const end = Math.min(to, j);
  for (let m = from; m < end; m++) sum += near[m - from] * values[j - m] + far[m - from] * values[j - m - 1];
  return sum;
}

function lawOf(member: TruncatedNormal): PiecewiseLaw {
  const [low, high] = member.support;
  const panels = Math.ceil((high - low) / (SCALES_PER_PANEL * member.scale));
  const at = (i: number) => (i === panels ? high : low + ((high - low) * i) / panels);
  const grid = gridOf(
    Array.from({ length: panels }, (_, i) => [at(i), at(i + 1)] as const),
    ORDER,
  );
  return piecewiseLaw(grid, grid.nodes.map(member.density));
}
