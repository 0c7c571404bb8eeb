import type { Law } from "../law/law.ts";
import { type CellMasses, cellMasses } from "./cellMasses.ts";
import { type OnCells, type Policy, type Remaining, STOP } from "./remaining.ts";

/** What is expected of a run that follows a policy, as a function of what is left. */
export interface Expectation {
  /** What making request i at y brings at once. */
  reward(i: number, y: number, node: number): number;
  /** Progress at request i after which the run goes on by the policy, with its weight. */
  onward(i: number): { readonly law: Law | undefined; readonly weight: number };
  /** The value where the policy stops, on cells from the floor up. */ readonly stopped: OnCells;
  /** Cells below this one count as 0; what happens there is in the reward. */ readonly floor: number;
}

/**
 * The value on every cell of a policy: v(y) = reward(y) + ∫ v(y − S) over the progress S that leads onward, exact at the ends of the
 * cells and linear between them. Both limits at every node are kept, since v jumps where the policy changes its request.
 *
 * @see docs/theory/adaptive-harness.md (A.10)
 */
export function follow({ low, high }: Policy, grid: Remaining, { reward, onward, stopped, floor }: Expectation): OnCells {
  const cells = grid.nodes - 1;
  const value = { low: new Float64Array(cells), high: new Float64Array(cells) };
  const known = new Map<number, CellMasses>();
  const massesOf = (i: number) => {
    let masses = known.get(i);
    if (masses === undefined) {
      const { law, weight } = onward(i);
      masses = cellMasses(law, grid.step, grid.nodes, weight);
      known.set(i, masses);
    }
    return masses;
  };
  for (let c = floor; c < cells; c++) {
    if (high[c] === STOP) {
      [value.low[c], value.high[c]] = [stopped.low[c], stopped.high[c]];
      continue;
    }
    value.low[c] = reward(low[c], grid.at(c), c) + integral(massesOf(low[c]), value, c, floor);
    const masses = massesOf(high[c]);
    const rest = reward(high[c], grid.at(c + 1), c + 1) + integral(masses, value, c + 1, floor); // value.high[c] is still 0
    value.high[c] = masses.from === 0 && masses.to > 0 ? rest / (1 - masses.near[0]) : rest;
  }
  return value;
}

/** ∫ f(y − S) from node k, over the cells of progress that lead to cells ≥ floor. */
export function integral({ from, to, near, far }: CellMasses, f: OnCells, k: number, floor: number): number {
  let sum = 0;
  const end = Math.min(to, k - floor);
  for (let m = from; m < end; m++) sum += near[m - from] * f.high[k - 1 - m] + far[m - from] * f.low[k - 1 - m];
  return sum;
}

export function nothing(grid: Remaining): OnCells {
  return { low: new Float64Array(grid.nodes - 1), high: new Float64Array(grid.nodes - 1) };
}
