/** Bits of the fraction that name a bin: bins are 2^-8 of their value wide. With two more, they no longer fit the first-level cache. */
const FRACTION_BITS = 8;
const BINS = 2 ** FRACTION_BITS;
const SHIFT = 20 - FRACTION_BITS;
/** Which half of a double holds sign and exponent. */
const HIGH = new Uint8Array(new Float64Array([-0]).buffer)[7] === 0x80 ? 1 : 0;

/**
 * How many values fell into each of a fixed family of bins: those of the doubles that share sign, exponent and the first
 * 8 bits of the fraction. Counts add up, so sketches of parts merge in any order, and memory depends on the spread of the
 * values only: 2 kB for each power of two they reach.
 */
export class QuantileSketch {
  /** By sign and exponent (12 bits of the double): where in `#counts` the 256 bins of a row begin, or −1. */
  readonly #rows = new Int32Array(4096).fill(-1);
  /** Rows one after another, in the order in which they came up. */
  #counts = new Float64Array(8 * BINS);
  #used = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Adds the first `count` values, all finite. */
  add(values: Float64Array, count = values.length): void {
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * count);
    const rows = this.#rows;
    let counts = this.#counts;
    for (let i = HIGH; i < words.length; i += 2) {
      const word = words[i];
      let row = rows[word >>> 20];
      if (row < 0) {
        row = this.#newRow(word >>> 20);
        counts = this.#counts;
      }
      counts[row + ((word >>> SHIFT) & (BINS - 1))]++;
    }
    this.#count += count;
  }

  merge(other: QuantileSketch): void {
    for (let code = 0; code < other.#rows.length; code++) {
      const from = other.#rows[code];
      if (from < 0) continue;
      const row = this.#rows[code] < 0 ? this.#newRow(code) : this.#rows[code];
      for (let bin = 0; bin < BINS; bin++) this.#counts[row + bin] += other.#counts[from + bin];
    }
    this.#count += other.#count;
  }

  /**
   * Where the order statistics of some ranks lie.
   *
   * @param ranks  1-based, in [1, count], ascending
   * @returns for each rank the ends of its bin, which enclose it, and its place `at` were the values of the bin spread evenly
   */
  locate(ranks: readonly number[]): { readonly low: number; readonly at: number; readonly high: number }[] {
    const found: { low: number; at: number; high: number }[] = [];
    let below = 0;
    for (const { code, bin, count } of this.#ascending()) {
      while (found.length < ranks.length && ranks[found.length] <= below + count) {
        const { low, high } = binEnds(code, bin);
        found.push({ low, at: low + ((high - low) * (ranks[found.length] - below - 0.5)) / count, high });
      }
      below += count;
    }
    if (found.length < ranks.length) throw new RangeError(`rank must be in [1, ${this.#count}] and ascending, got ${ranks}`);
    return found;
  }

  /** As JSON: [code of sign and exponent, then bin and count of each bin that is not empty]. */
  toJSON(): number[][] {
    const json: number[][] = [];
    for (let code = 0; code < this.#rows.length; code++) {
      const bins = this.#binsOf(code, 1);
      if (bins.length > 0) json.push([code, ...bins.flatMap(({ bin, count }) => [bin, count])]);
    }
    return json;
  }

  /** @throws RangeError for what `toJSON` does not give */
  static from(rows: readonly (readonly number[])[]): QuantileSketch {
    const sketch = new QuantileSketch();
    for (const [code, ...pairs] of rows) {
      if (!(Number.isInteger(code) && code >= 0 && code < 4096) || sketch.#rows[code] >= 0 || pairs.length % 2 === 1)
        throw new RangeError("not a sketch: a row is malformed");
      const row = sketch.#newRow(code);
      for (let i = 0; i < pairs.length; i += 2) {
        const [bin, count] = [pairs[i], pairs[i + 1]];
        if (
          !(bin >= 0 && bin < BINS && Number.isInteger(bin) && Number.isSafeInteger(count) && count > 0 && sketch.#counts[row + bin] === 0)
        )
          throw new RangeError("not a sketch: a bin is malformed");
        sketch.#counts[row + bin] = count;
        sketch.#count += count;
      }
    }
    return sketch;
  }

  #newRow(code: number): number {
    if (this.#used === this.#counts.length) {
      const more = new Float64Array(2 * this.#counts.length);
      more.set(this.#counts);
      this.#counts = more;
    }
    this.#rows[code] = this.#used;
    this.#used += BINS;
    return this.#rows[code];
  }

  /** Bins of a row that are not empty, from bin 0 up or, with −1, from the last down. */
  #binsOf(code: number, direction: 1 | -1): { bin: number; count: number }[] {
    const row = this.#rows[code];
    if (row < 0) return [];
    const bins: { bin: number; count: number }[] = [];
    for (let i = 0; i < BINS; i++) {
      const bin = direction > 0 ? i : BINS - 1 - i;
      if (this.#counts[row + bin] > 0) bins.push({ bin, count: this.#counts[row + bin] });
    }
    return bins;
  }

  /** Bins that are not empty, from the lowest value up: negative doubles run from large codes to small ones. */
  *#ascending(): Generator<{ code: number; bin: number; count: number }> {
    for (let code = 4095; code >= 2048; code--) for (const found of this.#binsOf(code, -1)) yield { code, ...found };
    for (let code = 0; code < 2048; code++) for (const found of this.#binsOf(code, 1)) yield { code, ...found };
  }
}

function binEnds(code: number, bin: number): { low: number; high: number } {
  const sign = code >= 2048 ? -1 : 1;
  const exponent = code & 2047;
  const edge = (fraction: number) => (exponent === 0 ? fraction / BINS : 1 + fraction / BINS) * 2 ** (Math.max(1, exponent) - 1023);
  const [near, far] = [edge(bin), edge(bin + 1)];
  return sign < 0 ? { low: -far, high: 0 - near } : { low: near, high: far };
}
