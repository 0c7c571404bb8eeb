/** Bits of the fraction that name a bin: bins are 2^-10 of their value wide. */
const FRACTION_BITS = 10;
const BINS = 2 ** FRACTION_BITS;
const SHIFT = 20 - FRACTION_BITS;
/** Which half of a double holds sign and exponent. */
const HIGH = new Uint8Array(new Float64Array([-0]).buffer)[7] === 0x80 ? 1 : 0;

/**
 * How many values fell into each of a fixed family of bins: those of the doubles that share sign, exponent and the first
 * 10 bits of the fraction. Counts add up, so sketches of parts merge in any order, and memory depends on the spread of the
 * values only: 8 kB for each power of two they reach.
 */
export class QuantileSketch {
  /** By sign and exponent (12 bits of the double): counts of 1024 bins. */
  readonly #rows: (Float64Array | undefined)[] = new Array(4096).fill(undefined);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Adds the first `count` values, all finite. */
  add(values: Float64Array, count = values.length): void {
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * count);
    for (let i = HIGH; i < words.length; i += 2) {
      const row = this.#rows[words[i] >>> 20] ?? this.#newRow(words[i] >>> 20);
      row[(words[i] >>> SHIFT) & (BINS - 1)]++;
    }
    this.#count += count;
  }

  merge(other: QuantileSketch): void {
    other.#rows.forEach((counts, code) => {
      if (!counts) return;
      const row = this.#rows[code] ?? this.#newRow(code);
      for (let bin = 0; bin < BINS; bin++) row[bin] += counts[bin];
    });
    this.#count += other.#count;
  }

  /**
   * The bins of the order statistics of some ranks.
   *
   * @param ranks  1-based, in [1, count], ascending
   * @returns for each rank the ends of its bin: the order statistic lies within
   */
  binsOf(ranks: readonly number[]): { readonly low: number; readonly high: number }[] {
    const found: { low: number; high: number }[] = [];
    let below = 0;
    for (const { code, bin, count } of this.#ascending()) {
      while (found.length < ranks.length && ranks[found.length] <= below + count) found.push(binEnds(code, bin));
      below += count;
    }
    if (found.length < ranks.length) throw new RangeError(`rank must be in [1, ${this.#count}] and ascending, got ${ranks}`);
    return found;
  }

  /** As JSON: [code of sign and exponent, then bin and count of each bin that is not empty]. */
  toJSON(): number[][] {
    return this.#rows.flatMap((row, code) =>
      row
        ? [
            [
              code,
              ...Array.from(row.entries())
                .filter(([, count]) => count > 0)
                .flat(),
            ],
          ]
        : [],
    );
  }

  /** @throws RangeError for what `toJSON` does not give */
  static from(rows: readonly (readonly number[])[]): QuantileSketch {
    const sketch = new QuantileSketch();
    for (const [code, ...pairs] of rows) {
      if (!(Number.isInteger(code) && code >= 0 && code < 4096) || sketch.#rows[code] || pairs.length % 2 === 1)
        throw new RangeError("not a sketch: a row is malformed");
      const row = sketch.#newRow(code);
      for (let i = 0; i < pairs.length; i += 2) {
        const [bin, count] = [pairs[i], pairs[i + 1]];
        if (!(bin >= 0 && bin < BINS && Number.isInteger(bin) && Number.isSafeInteger(count) && count > 0 && row[bin] === 0))
          throw new RangeError("not a sketch: a bin is malformed");
        row[bin] = count;
        sketch.#count += count;
      }
    }
    return sketch;
  }

  #newRow(code: number): Float64Array {
    const row = new Float64Array(BINS);
    this.#rows[code] = row;
    return row;
  }

  /** Bins that are not empty, from the lowest value up: negative doubles run from large codes to small ones. */
  *#ascending(): Generator<{ code: number; bin: number; count: number }> {
    for (let code = 4095; code >= 2048; code--) {
      const row = this.#rows[code];
      if (row) for (let bin = BINS - 1; bin >= 0; bin--) if (row[bin] > 0) yield { code, bin, count: row[bin] };
    }
    for (let code = 0; code < 2048; code++) {
      const row = this.#rows[code];
      if (row) for (let bin = 0; bin < BINS; bin++) if (row[bin] > 0) yield { code, bin, count: row[bin] };
    }
  }
}

function binEnds(code: number, bin: number): { low: number; high: number } {
  const sign = code >= 2048 ? -1 : 1;
  const exponent = code & 2047;
  const edge = (fraction: number) => (exponent === 0 ? fraction / BINS : 1 + fraction / BINS) * 2 ** (Math.max(1, exponent) - 1023);
  const [near, far] = [edge(bin), edge(bin + 1)];
  return sign < 0 ? { low: -far, high: 0 - near } : { low: near, high: far };
}
