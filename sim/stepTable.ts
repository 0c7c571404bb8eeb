import type { ActionDistribution } from "../model/point.ts";
import { truncatedNormal } from "../numerics/truncatedNormal.ts";

/** log2 of the cells of a table. A cell is named by the top bits of a 32-bit word, the place in it by the rest. */
const CELL_BITS = 12;
export const CELLS = 2 ** CELL_BITS;
/** Bits of a word left for the place within a cell, and the mask that keeps them. */
export const PLACE_BITS = 32 - CELL_BITS;
export const PLACE_MASK = 2 ** PLACE_BITS - 1;

/** A table may move a step by at most this share of the step's standard deviation. */
const LARGEST_SHIFT = 2 ** -14;

/**
 * A step distribution made ready to draw from: the quantile function Q of the law, linear in each of `CELLS` equal cells.
 * A cell where the chord strays too far from Q is *flagged* by NaN entries, and is drawn by exact inversion instead.
 */
export interface StepTable {
  /** value, slope per cell: a step is value + place·slope; NaN in a flagged cell. Shape [2·CELLS]. */
  readonly cells: Float64Array;
  /** Mean of the law, units of work. */ readonly mean: number;
  /** Flagged cells, of `CELLS`. */ readonly flagged: number;
  /**
   * Bound on |drawn step − Q(u)| over every u, units of work: the drawn law is that of the exact step moved by at most
   * this. At most 2^-14 standard deviations, met only in the outermost unflagged cells.
   */
  readonly shift: number;
  /** Bound on E|drawn step − Q(u)|, units of work: how far the mean of the drawn law can lie from the exact one. */
  readonly meanShift: number;
  /**
   * The step of a flagged cell by exact inversion. The second word adds 32 bits, and the upper half is inverted from its
   * own end, so that tails down to 2^-65 are reached on both sides.
   */
  exact(word: number, second: number): number;
}

/**
 * Tabulates a truncated normal. The criterion of a flag: Q is convex or concave in a cell, so its distance to the chord
 * is concave and at most twice the distance at mid-cell; a cell is flagged when that bound passes 2^-14 standard
 * deviations. (In the one cell of the inflection Q is a straight line to third order, far below the limit.) A law
 * without thin tails has no flagged cell, a full normal 72 in 4096.
 *
 * @throws RangeError where double precision cannot hold the law
 */
export function stepTable({ mu, sigma, min, max }: ActionDistribution): StepTable {
  const law = truncatedNormal(mu, sigma, min, max);
  const mirrored = truncatedNormal(-mu, sigma, -max, -min);
  const quantile = (p: number, rest: number) => (p <= rest ? law.quantile(p) : -mirrored.quantile(rest));

  if (!Number.isFinite(law.mean) || !Number.isFinite(law.variance))
    throw new RangeError(`a normal law (${mu}, ${sigma}) truncated to [${min}, ${max}] is beyond double precision`);
  const limit = LARGEST_SHIFT * Math.sqrt(law.variance);
  const cells = new Float64Array(2 * CELLS);
  let [flagged, shift, meanShift] = [0, 0, 0];
  let left = quantile(0, 1);
  for (let cell = 0; cell < CELLS; cell++) {
    const right = quantile((cell + 1) / CELLS, (CELLS - cell - 1) / CELLS);
    const middle = quantile((cell + 0.5) / CELLS, (CELLS - cell - 0.5) / CELLS);
    const stray = 2 * Math.abs((left + right) / 2 - middle);
    if (stray > limit) {
      cells[2 * cell] = cells[2 * cell + 1] = Number.NaN;
      flagged++;
    } else {
      const slope = (right - left) / 2 ** PLACE_BITS;
      cells[2 * cell] = left + 0.5 * slope; // places are mid-points: no drift towards the lower end
      cells[2 * cell + 1] = slope;
      shift = Math.max(shift, stray);
      meanShift += stray / CELLS;
    }
    left = right;
  }
  const exact = (word: number, second: number) => {
    const p = (word + (second + 0.5) / 2 ** 32) / 2 ** 32;
    const rest = (2 ** 32 - 1 - word + (2 ** 32 - 0.5 - second) / 2 ** 32) / 2 ** 32;
    return quantile(p, rest);
  };
  return { cells, mean: law.mean, flagged, shift, meanShift, exact };
}
