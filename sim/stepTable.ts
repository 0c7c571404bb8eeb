import type { ActionDistribution } from "../model/point.ts";
import { truncatedNormal } from "../numerics/truncatedNormal.ts";

/** log2 of the cells of a table. A cell is named by the top bits of a 32-bit word, the place in it by the rest. */
const CELL_BITS = 12;
const CELLS = 2 ** CELL_BITS;
/** Edges of the cells of a table. */
export const EDGES = CELLS + 1;
/** Bits of a word left for the place within a cell, and the mask that keeps them. */
export const PLACE_BITS = 32 - CELL_BITS;
export const PLACE_MASK = 2 ** PLACE_BITS - 1;

/** A table may move a step by at most this share of the step's standard deviation. */
const LARGEST_SHIFT = 2 ** -14;

/**
 * A step distribution made ready to draw from: the quantile function Q of the law, linear in each of 4096 equal cells.
 * A cell where the chord strays too far from Q is *flagged* and is drawn by exact inversion instead. Flagged cells lie at the
 * two ends; NaN edges mark them, so that interpolation in one gives NaN.
 */
export interface StepTable {
  /**
   * A step is e_c + (e_(c+1) − e_c)·place/2^20 in cell c. Edges are Q moved by half a place, so that places are mid-points and
   * there is no drift towards the lower end. Shape [4097].
   */
  readonly edges: Float64Array;
  /** Mean of the law, units of work. */ readonly mean: number;
  /** Standard deviation of the law, units of work. */ readonly deviation: number;
  /** Cells from `first` on and before `last` are not flagged. */ readonly first: number;
  readonly last: number;
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
  const deviation = Math.sqrt(law.variance);
  const limit = LARGEST_SHIFT * deviation;
  const quantiles = Float64Array.from({ length: EDGES }, (_, c) => quantile(c / CELLS, (CELLS - c) / CELLS));
  const strays = Float64Array.from({ length: CELLS }, (_, c) => {
    const middle = quantile((c + 0.5) / CELLS, (CELLS - c - 0.5) / CELLS);
    return 2 * Math.abs((quantiles[c] + quantiles[c + 1]) / 2 - middle);
  });
  // The density is unimodal, so Q bends most at the ends: what strays too far lies before `first` or from `last` on.
  const half = CELLS / 2;
  const first = strays.subarray(0, half).findLastIndex((stray) => stray > limit) + 1;
  const found = strays.subarray(half).findIndex((stray) => stray > limit);
  const last = found < 0 ? CELLS : half + found;
  let [shift, meanShift] = [0, 0];
  for (let cell = first; cell < last; cell++) {
    shift = Math.max(shift, strays[cell]);
    meanShift += strays[cell] / CELLS;
  }
  const edges = quantiles.map(
    (edge, c) => edge + (quantiles[Math.min(c, CELLS - 1) + 1] - quantiles[Math.min(c, CELLS - 1)]) / 2 ** (PLACE_BITS + 1),
  );
  edges.fill(Number.NaN, 0, first);
  edges.fill(Number.NaN, last + 1);
  const exact = (word: number, second: number) => {
    const p = (word + (second + 0.5) / 2 ** 32) / 2 ** 32;
    const rest = (2 ** 32 - 1 - word + (2 ** 32 - 0.5 - second) / 2 ** 32) / 2 ** 32;
    return quantile(p, rest);
  };
  return { edges, mean: law.mean, deviation, first, last, shift, meanShift, exact };
}

/** The step of a word whose cell is not flagged. */
export function tabulatedStep({ edges }: StepTable, word: number): number {
  const cell = word >>> PLACE_BITS;
  return edges[cell] + (edges[cell + 1] - edges[cell]) * ((word & PLACE_MASK) * 2 ** -PLACE_BITS);
}
