import { EDGES, PLACE_BITS, PLACE_MASK, type StepTable } from "./stepTable.ts";

/** Progress counted in whole units stays below 2^30, so that sums of it and a step fit 32-bit integers. */
const REACH_BITS = 30;
/** The unit is at most this share of the smallest standard deviation of a step. */
const LARGEST_UNIT = 2 ** -16;

/** A step table in whole units. */
export interface GridTable {
  /** Shape [4097]; those of flagged cells mean nothing. */ readonly edges: Int32Array;
  /** Low bits of the place that are dropped, so that place · width of a cell stays below 2^31. */ readonly dropped: number;
}

/**
 * The unit of a program's progress, a power of two in units of work: kernels count in integers, which is faster than in
 * doubles, and exact. A step is moved by at most 1.5 units, on average by less than a hundredth of one.
 *
 * @param tables  of the program's members
 * @param reach   the largest progress that an attempt can come to, units of work
 * @returns undefined where no such unit is both fine enough for the narrowest law and coarse enough for the reach
 */
export function unitOf(tables: readonly StepTable[], reach: number): number | undefined {
  const unit = 2 ** (Math.ceil(Math.log2(reach)) - REACH_BITS);
  return tables.every(({ deviation }) => unit <= LARGEST_UNIT * deviation) ? unit : undefined;
}

/** @param unit  as `unitOf` gives it */
export function gridTable({ edges, first, last }: StepTable, unit: number): GridTable {
  const rounded = new Int32Array(EDGES);
  let widest = 1;
  for (let c = first; c <= last; c++) {
    rounded[c] = Math.round(edges[c] / unit);
    if (c > first) widest = Math.max(widest, rounded[c] - rounded[c - 1]);
  }
  const kept = Math.min(PLACE_BITS, Math.floor(31 - Math.log2(widest + 2))); // the shift below widens a cell by 2 at most
  // Places without their low bits are left ends of intervals, and the product is rounded down: half of each is given back.
  const half = (width: number) => width / 2 ** (kept + 1) - width / 2 ** (PLACE_BITS + 1) + 0.5; // edges hold the second term
  for (let c = last; c >= first; c--) {
    const width = (c < last ? edges[c + 1] - edges[c] : edges[c] - edges[c - 1]) / unit;
    rounded[c] = Math.round(edges[c] / unit + half(width));
  }
  return { edges: rounded, dropped: PLACE_BITS - kept };
}

/** The step of a word in whole units, where its cell is not flagged. */
export function gridStep({ edges, dropped }: GridTable, word: number): number {
  const cell = word >>> PLACE_BITS;
  return edges[cell] + (Math.imul(edges[cell + 1] - edges[cell], (word & PLACE_MASK) >>> dropped) >>> (PLACE_BITS - dropped));
}
