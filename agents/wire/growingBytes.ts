/** Bytes gathered up to a bound. What comes after it is dropped, and `cut` says so. */
export class GrowingBytes {
  readonly #mostBytes: number;
  #buffer = Buffer.alloc(0);
  #length = 0;
  #cut = false;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get length(): number {
    return this.#length;
  }

  get cut(): boolean {
    return this.#cut;
  }

  add(chunk: Buffer): void {
    const taken = chunk.subarray(0, this.#mostBytes - this.#length);
    if (taken.length < chunk.length) this.#cut = true;
    if (this.#length + taken.length > this.#buffer.length) {
      const grown = Buffer.alloc(Math.min(this.#mostBytes, Math.max(1_024, 2 * (this.#length + taken.length))));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    taken.copy(this.#buffer, this.#length);
    this.#length += taken.length;
  }

  /** A copy of what is there. */
  bytes(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#length));
  }

  text(): string {
    return this.#buffer.toString("utf8", 0, this.#length);
  }

  clear(): void {
    this.#length = 0;
    this.#cut = false;
  }
}
