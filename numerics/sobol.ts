import { namedStream, nextWord } from "./streams.ts";

/**
 * Primitive polynomials over GF(2) and initial direction numbers of the dimensions after the first: degree, inner
 * coefficients as bits, m_1..m_degree.
 * @see Joe & Kuo, Constructing Sobol sequences with better two-dimensional projections (2008), table new-joe-kuo-6
 */
const DIRECTIONS: readonly (readonly [degree: number, inner: number, ...initial: number[]])[] = [
  [1, 0, 1],
  [2, 1, 1, 3],
  [3, 1, 1, 3, 1],
  [3, 2, 1, 1, 1],
  [4, 1, 1, 1, 3, 3],
  [4, 4, 1, 3, 5, 13],
  [5, 2, 1, 1, 5, 5, 17],
  [5, 4, 1, 1, 5, 5, 5],
  [5, 7, 1, 1, 7, 11, 19],
  [5, 11, 1, 1, 5, 1, 1],
  [5, 13, 1, 1, 1, 3, 11],
  [5, 14, 1, 3, 5, 5, 31],
  [6, 1, 1, 3, 3, 9, 7, 49],
  [6, 13, 1, 1, 1, 15, 21, 21],
  [6, 16, 1, 3, 1, 13, 27, 49],
  [6, 19, 1, 1, 1, 15, 7, 5],
  [6, 22, 1, 3, 1, 15, 13, 25],
  [6, 25, 1, 1, 5, 5, 19, 61],
];

export const MOST_DIMENSIONS = DIRECTIONS.length + 1;
const BITS = 32;

/**
 * A scrambled Sobol sequence in (0, 1)^d.
 *
 * Every aligned run of 2^m points has one point in each of 2^m equal slices of every axis, and pairs of axes are nearly as even. Scrambling (a
 * random lower triangular matrix and a digital shift for each axis) keeps that and makes each point uniform, so that means over the
 * points are unbiased. Point i does not depend on how many are asked for: a longer design holds every shorter one.
 *
 * @param dimensions  d, integer in [1, 19]
 * @param seed        names the scrambling
 * @returns point i, an integer in [0, 2^32)
 * @throws RangeError naming the parameter, the rule and the value
 * @see Sobol' (1967); Matoušek, On the L2-discrepancy for anchored boxes (1998), for the scrambling
 */
export function sobolSequence(dimensions: number, seed: string): (index: number) => number[] {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MOST_DIMENSIONS)
    throw new RangeError(`dimensions must be an integer in [1, ${MOST_DIMENSIONS}], got ${dimensions}`);
  const axes = Array.from({ length: dimensions }, (_, axis) => {
    const stream = namedStream(seed, axis, "sobol");
    const rows = Array.from({ length: BITS }, (_, bit) => {
      const diagonal = 0x80000000 >>> bit;
      const above = bit === 0 ? 0 : 0xffffffff << (BITS - bit); // the more significant bits
      return (nextWord(stream) & above) | diagonal;
    });
    return { columns: directionNumbers(axis).map((column) => scrambled(column, rows)), shift: nextWord(stream) | 0 };
  });
  return (index) => {
    if (!Number.isInteger(index) || index < 0 || index >= 2 ** BITS)
      throw new RangeError(`index must be an integer in [0, 2^32), got ${index}`);
    return axes.map(({ columns, shift }) => {
      let word = shift;
      for (let bit = 0, rest = index >>> 0; rest !== 0; bit++, rest >>>= 1) if (rest & 1) word ^= columns[bit];
      return ((word >>> 0) + 0.5) / 2 ** BITS;
    });
  };
}

/** Columns of an axis' generator matrix as 32-bit words, the most significant bit first. */
function directionNumbers(axis: number): number[] {
  if (axis === 0) return Array.from({ length: BITS }, (_, k) => 0x80000000 >>> k);
  const [degree, inner, ...initial] = DIRECTIONS[axis - 1];
  const columns = initial.map((m, k) => m << (BITS - 1 - k));
  for (let k = degree; k < BITS; k++) {
    let word = columns[k - degree] ^ (columns[k - degree] >>> degree);
    for (let j = 1; j < degree; j++) if ((inner >>> (degree - 1 - j)) & 1) word ^= columns[k - j];
    columns.push(word);
  }
  return columns;
}

/** The product of a lower triangular bit matrix with a column. */
function scrambled(column: number, rows: readonly number[]): number {
  return rows.reduce((word, row, bit) => (parity(row & column) ? word | (0x80000000 >>> bit) : word), 0);
}

function parity(word: number): number {
  let folded = word;
  for (let half = BITS / 2; half >= 1; half /= 2) folded ^= folded >>> half;
  return folded & 1;
}
