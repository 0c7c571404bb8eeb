import type { Law } from "../law/law.ts";

/**
 * A law of progress as seen from a lattice of step h: for each cell of progress (m·h, (m + 1)·h) its mass, split so that a function
 * linear on every cell is integrated exactly.
 *
 * With t = (S − m·h)/h the part of a cell behind S, `near` holds E[(1 − t); cell m] and `far` E[t; cell m], shape [to − from].
 * From a position y on the lattice, S in cell m leads between y − m·h (near) and y − (m + 1)·h (far), whatever y is: one pair of
 * arrays serves all positions.
 */
export interface CellMasses {
  /** First cell with mass. */ readonly from: number;
  /** One past the last. */ readonly to: number;
  readonly near: Float64Array;
  readonly far: Float64Array;
}

const NO_MASSES: CellMasses = { from: 0, to: 0, near: new Float64Array(0), far: new Float64Array(0) };

/**
 * Exact for the law given: differences of its cdf F and shortfall C, by E[t; cell] = F(b) − (C(b) − C(a))/h on a cell [a, b].
 * Rounding: 2e-16 · (largest progress)/h a cell.
 *
 * @param law     of progress ≥ 0, units of work; undefined is the law without mass
 * @param step    h > 0, units of work
 * @param cells   cells beyond this are left out: nobody stands far enough from the goal to look at them
 * @param weight  the masses are multiplied by it
 * @see docs/theory/adaptive-harness.md (A.9)
 */
export function cellMasses(law: Law | undefined, step: number, cells: number, weight: number): CellMasses {
  if (law === undefined || weight === 0) return NO_MASSES;
  const from = Math.max(0, Math.floor(law.support[0] / step));
  const to = Math.min(cells, Math.ceil(law.support[1] / step));
  if (to <= from) return NO_MASSES;
  const near = new Float64Array(to - from);
  const far = new Float64Array(to - from);
  let [below, shortBelow] = [law.cdf(from * step), law.shortfall(from * step)];
  for (let m = from; m < to; m++) {
    const end = (m + 1) * step;
    const [above, shortAbove] = [law.cdf(end), law.shortfall(end)];
    const behind = above - (shortAbove - shortBelow) / step;
    far[m - from] = weight * behind;
    near[m - from] = weight * (above - below - behind);
    [below, shortBelow] = [above, shortAbove];
  }
  return { from, to, near, far };
}
