/**
 * The lattice of what is left, y = G − X: nodes ε + (k − base)·h for k = 0 .. nodes − 1, the lowest at or below 0, one exactly at ε, the
 * highest exactly at G. Cell c lies between nodes c and c + 1. Units of work.
 */
export interface Remaining {
  readonly step: number;
  /** Index of the node at ε. */ readonly base: number;
  readonly nodes: number;
  at(node: number): number;
}

/** @param pieces  cells between ε and G, ≥ 1; the goal is above the tolerance */
export function remaining(goal: number, tolerance: number, pieces: number): Remaining {
  const step = (goal - tolerance) / pieces;
  const base = Math.ceil(tolerance / step);
  return { step, base, nodes: base + pieces + 1, at: (node) => (node === base + pieces ? goal : tolerance + (node - base) * step) };
}

/** A function linear on every cell that may jump between cells: its limits at either end, shape [nodes − 1]. */
export interface OnCells {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * A rule of requests: on each cell an index into the requests for its lower and its upper end, and in between the request in
 * proportion. STOP at both ends where a run asks for nothing more. Shape [nodes − 1].
 */
export interface Policy {
  readonly low: Int32Array;
  readonly high: Int32Array;
}
export const STOP = -1;

/**
 * The rule that follows the best requests of the nodes: a cell takes that of its upper node, and towards its lower end aims at the
 * same place, asking for as much less as is left. A request off the lattice, or the least one, is asked for all over the cell.
 *
 * @param choices  index of the best request at each node, or STOP
 * @param oneLess  index of the request one step h below a given one, or of itself where there is none
 */
export function followNodes(choices: Int32Array, oneLess: Int32Array): Policy {
  const high = choices.subarray(1);
  return { low: high.map((i) => (i === STOP ? STOP : oneLess[i])), high };
}
