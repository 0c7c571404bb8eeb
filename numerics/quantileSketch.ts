/** Bins kept as an array, at most; values farther away are kept bin by bin in a map. */
const MOST_DENSE = 2 ** 20;

/** A sketch as JSON: the width of its bins, then index and count of each bin that is not empty, ascending. */
export interface SketchJson {
  readonly width: number;
  readonly bins: number[];
}

/**
 * How many values fell into each of equal bins: bin i holds [i·width, (i + 1)·width). Counts add up, so sketches of parts merge in
 * any order, and memory depends on the spread of the values only.
 */
export class QuantileSketch {
  #width: number;
  /** Counts of the bins from `#base` on. */
  #dense = new Float64Array(0);
  #base = 0;
  readonly #far = new Map<number, number>();
  #count = 0;

  /** @param width  a power of two; 0 in a sketch that takes over the width of the first that is merged into it */
  constructor(width: number) {
    if (width !== 0 && !(Number.isFinite(width) && Number.isInteger(Math.log2(width))))
      throw new RangeError(`width must be a power of two, got ${width}`);
    this.#width = width;
  }

  get count(): number {
    return this.#count;
  }

  /** Adds the first `count` values, all finite. */
  add(values: Float64Array, count = values.length): void {
    const perUnit = 1 / this.#width; // exact, as the width is a power of two
    let [dense, base] = [this.#dense, this.#base];
    for (let i = 0; i < count; i++) {
      const at = Math.floor(values[i] * perUnit) - base;
      if (at >= 0 && at < dense.length) dense[at]++;
      else {
        this.#put(at + base, 1);
        [dense, base] = [this.#dense, this.#base];
      }
    }
    this.#count += count;
  }

  /** @throws RangeError for a sketch of another width */
  merge(other: QuantileSketch): void {
    if (other.#count === 0) return;
    if (this.#width === 0) this.#width = other.#width;
    if (this.#width !== other.#width) throw new RangeError(`a sketch of width ${other.#width} cannot be merged into one of ${this.#width}`);
    for (const [bin, count] of other.#bins()) this.#put(bin, count);
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
    for (const [bin, count] of this.#bins()) {
      while (found.length < ranks.length && ranks[found.length] <= below + count) {
        const share = (ranks[found.length] - below - 0.5) / count;
        found.push({ low: bin * this.#width, at: (bin + share) * this.#width, high: (bin + 1) * this.#width });
      }
      below += count;
    }
    if (found.length < ranks.length) throw new RangeError(`rank must be in [1, ${this.#count}] and ascending, got ${ranks}`);
    return found;
  }

  toJSON(): SketchJson {
    return { width: this.#width, bins: [...this.#bins()].flat() };
  }

  /** @throws RangeError for what `toJSON` does not give */
  static from({ width, bins }: SketchJson): QuantileSketch {
    const sketch = new QuantileSketch(width);
    if (bins.length % 2 === 1) throw new RangeError("not a sketch: a bin has no count");
    for (let i = 0; i < bins.length; i += 2) {
      const [bin, count] = [bins[i], bins[i + 1]];
      if (!Number.isSafeInteger(bin) || !Number.isSafeInteger(count) || count < 1 || (i > 0 && bin <= bins[i - 2]))
        throw new RangeError(`not a sketch: bin ${bin} of ${count}`);
      sketch.#put(bin, count);
      sketch.#count += count;
    }
    return sketch;
  }

  /** Adds to a bin; the array grows to hold it while it may. */
  #put(bin: number, count: number): void {
    if (this.#dense.length === 0) this.#base = bin - 256;
    const first = Math.min(this.#base, bin);
    const end = Math.max(this.#base + this.#dense.length, bin + 1);
    if (end - first > MOST_DENSE) this.#far.set(bin, (this.#far.get(bin) ?? 0) + count);
    else {
      if (end - first > this.#dense.length) this.#grow(first, end);
      this.#dense[bin - this.#base] += count;
    }
  }

  /** To twice the room asked for, on the side that needs it. */
  #grow(first: number, end: number): void {
    const length = Math.max(1024, Math.min(MOST_DENSE, 2 * (end - first)));
    const base = first < this.#base ? end - length : first;
    const grown = new Float64Array(length);
    grown.set(this.#dense, this.#base - base);
    this.#dense = grown;
    this.#base = base;
  }

  /** Bins that are not empty and their counts, ascending. */
  *#bins(): Generator<[number, number]> {
    const far = [...this.#far].sort(([a], [b]) => a - b);
    let next = 0;
    for (let i = 0; i < this.#dense.length; i++) {
      if (this.#dense[i] === 0) continue;
      for (; next < far.length && far[next][0] < i + this.#base; next++) yield far[next];
      yield [i + this.#base, this.#dense[i]];
    }
    yield* far.slice(next);
  }
}
