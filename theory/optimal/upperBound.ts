import { maximumBetween } from "../../numerics/maximum.ts";
import { type RequestTable, SAMPLES } from "./requestValue.ts";

/** Evaluations of the bound, one dynamic programme each. */
const PLACES = 7;

/**
 * A number that no plan's worth exceeds, whatever its requests, on the lattice or off it.
 *
 * For a multiplier ν every plan has Σ worth(ℓ_t) = ν·total + Σ [worth(ℓ_t) − ν ℓ_t]. Each request lies in a cell [j w, (j + 1) w);
 * its bracket is at most the largest in that cell, and since the rounded-off parts ℓ_t − j_t w add up to a whole number of cells
 * below n, they can be given back to as many stages, one cell each. So a dynamic programme in which a stage of cell j uses j or
 * j + 1 cells bounds every plan, for every ν; the least bound is taken, and it is convex in ν.
 *
 * The largest bracket in a cell is taken from samples: between two of them a function that is concave there lies below the lines
 * through its neighbours on either side (`largestBetween`), and one that is convex below its ends. That the bracket is one or
 * the other from one sample to the next, where it does not jump, is the only step that is not proved.
 *
 * @param slope  a first guess of ν: d worth/dℓ at the best plan
 * @see docs/theory/optimal-harness.md (O.8)-(O.10)
 */
export function upperBound(table: RequestTable, slope: number): number {
  const spread = 1 / table.width / 200 + Math.abs(slope); // beyond this ν changes every plan's bracket by more than its worth
  const bound = (multiplier: number) => relaxed(table, multiplier);
  const multiplier = maximumBetween((x) => -bound(x), slope - spread, slope + spread, PLACES, 1e-4 * spread);
  return Math.min(bound(slope), bound(multiplier));
}

function relaxed(table: RequestTable, multiplier: number): number {
  const { total, cells, last } = table;
  const ofCell = cellMaxima(table, multiplier);
  const first = ofCell.findIndex((value) => value > Number.NEGATIVE_INFINITY);
  if (first < 0) return Number.NEGATIVE_INFINITY;
  if (first === 0) return Number.POSITIVE_INFINITY; // a stage that uses no cell could be repeated without end
  const value = new Float64Array(cells + 1).fill(Number.NEGATIVE_INFINITY);
  value[0] = 0;
  for (let x = first; x <= cells; x++) {
    let best = Number.NEGATIVE_INFINITY;
    for (let j = first; j <= Math.min(last, x); j++) {
      const rest = j < x ? Math.max(value[x - j], value[x - j - 1]) : value[0];
      const sum = ofCell[j] + rest;
      if (sum > best) best = sum;
    }
    value[x] = best;
  }
  return value[cells] + multiplier * total;
}

/** The largest worth − multiplier·ℓ in each cell [j w, (j + 1) w), shape [last + 1]. */
export function cellMaxima({ samples, jumps, width, last }: RequestTable, multiplier: number): Float64Array {
  const gap = width / SAMPLES;
  const at = (i: number) => (i < 0 || i >= samples.length ? Number.NEGATIVE_INFINITY : samples[i] - multiplier * i * gap);
  const NOTHING = Number.NEGATIVE_INFINITY;
  /** Across a jump no line may be drawn: each side is bounded by its own. */
  const between = (i: number) => {
    const [before, after] = [jumps.has(i - 1) ? NOTHING : at(i - 1), jumps.has(i + 1) ? NOTHING : at(i + 2)];
    if (!jumps.has(i)) return largestBetween(before, at(i), at(i + 1), after);
    return Math.max(largestBetween(before, at(i), NOTHING, NOTHING), largestBetween(NOTHING, NOTHING, at(i + 1), after));
  };
  return Float64Array.from({ length: last + 1 }, (_, j) => {
    let largest = at(SAMPLES * j);
    for (let i = SAMPLES * j; i < SAMPLES * (j + 1) && i + 1 < samples.length; i++) largest = Math.max(largest, between(i));
    return largest;
  });
}

/**
 * The most that a function can be between two neighbouring samples, given those on either side of them, if it is concave or
 * convex there: an end, or where the line through the two samples on the left meets that through the two on the right.
 */
function largestBetween(before: number, start: number, end: number, after: number): number {
  const rise = start - before;
  const fall = end - after;
  const ends = Math.max(start, end);
  if (ends === Number.NEGATIVE_INFINITY || !(rise > 0 && fall > 0)) {
    // Beside a place where nothing may be asked one line is missing: the other, carried across the gap, is the bound.
    if (start === Number.NEGATIVE_INFINITY && fall > 0 && fall < Number.POSITIVE_INFINITY) return end + fall;
    if (end === Number.NEGATIVE_INFINITY && rise > 0 && rise < Number.POSITIVE_INFINITY) return start + rise;
    return ends;
  }
  if (rise === Number.POSITIVE_INFINITY) return fall === Number.POSITIVE_INFINITY ? ends : end + fall;
  if (fall === Number.POSITIVE_INFINITY) return start + rise;
  const meet = Math.min(1, Math.max(0, (end - start + fall) / (rise + fall)));
  return Math.max(ends, start + rise * meet);
}
