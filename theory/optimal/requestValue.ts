/**
 * What a stage is worth as a function of its request, tabulated for a dynamic programme: requests from 0 to the total in cells of
 * one width, each cell sampled at its start and `SAMPLES` − 1 further places.
 */
export interface RequestTable {
  /** Requests must add up to this, units of work. */ readonly total: number;
  /** Cells that make up the total. */ readonly cells: number;
  /** Width of a cell, units of work. */ readonly width: number;
  /** Worth at request i·width/SAMPLES, −Infinity where no such stage may be asked; shape [SAMPLES·last + 1]. */
  readonly samples: Float64Array;
  /** Samples i such that the worth jumps between the i-th and the next. */ readonly jumps: ReadonlySet<number>;
  /** First and last lattice request i·width that may be asked, as i. */ readonly first: number;
  readonly last: number;
}

/** Samples in a cell. The dynamic programme takes the first, the bound all. */
export const SAMPLES = 4;

/** Largest number of cells: the programme takes cells² operations at most. */
export const MOST_CELLS = 8_000;
const LEAST_CELLS = 800;

export interface RequestRange {
  /** Requests must add up to this, units of work. */ readonly total: number;
  /** Requests are above this: the tolerance. */ readonly above: number;
  /** Requests are at most this: beyond it no attempt gets there. */ readonly most: number;
  /** A length over which the worth hardly changes, such as a twentieth of a step; cells are no wider where that can be had. */
  readonly grain: number;
  /** Requests at which the worth jumps; none unless given. */ readonly jumps?: readonly number[];
}

/**
 * @param worth  of a stage by its request, such as log P(ℓ); −Infinity where a stage cannot pass, never NaN
 */
export function requestTable(worth: (request: number) => number, range: RequestRange): RequestTable {
  const { total, above } = range;
  const cells = Math.min(MOST_CELLS, Math.max(LEAST_CELLS, Math.ceil(total / range.grain)));
  const width = total / cells;
  const last = Math.min(cells, Math.ceil(range.most / width));
  const first = Math.floor(above / width) + 1;
  const samples = new Float64Array(SAMPLES * last + 1).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < samples.length; i++) {
    const request = i === SAMPLES * cells ? total : (i * width) / SAMPLES; // the whole in one stage, without rounding
    if (request > above && request <= range.most) samples[i] = worth(request);
  }
  const jumps = new Set((range.jumps ?? []).map((jump) => Math.floor((jump * SAMPLES) / width)));
  return { total, cells, width, samples, jumps, first, last };
}
