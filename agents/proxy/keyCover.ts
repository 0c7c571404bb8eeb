/**
 * Covers a key in bytes that pass by: the key, and each longer piece of it, becomes "[key]", also where chunks cut it. What is held back
 * between two chunks is only an end that may be the beginning of a piece.
 */
export class KeyCover {
  readonly #key: string;
  /** Bytes of the shortest piece that is covered. Shorter ones occur in harmless text, such as the "sk-" of every key. */
  readonly #least: number;
  /** Every piece of `least` bytes holds one of these whole. */ readonly #probes: readonly Buffer[];
  #held = "";
  /** Bytes at the start of what is held that a "[key]" stands for already. */
  #covered = 0;

  /** @param key  printable ASCII; undefined where there is none to cover */
  constructor(key: string | undefined) {
    this.#key = key ?? "";
    this.#least = Math.min(LEAST_PIECE, this.#key.length);
    const step = Math.floor((this.#least + 1) / 2);
    const starts = step === 0 ? [] : Array.from({ length: Math.floor(this.#key.length / step) }, (_, index) => index * step);
    this.#probes = starts.map((start) => Buffer.from(this.#key.slice(start, start + step)));
  }

  /** What may go on, of this chunk and of what was held back. */
  add(chunk: Buffer): Buffer {
    if (this.#key === "") return chunk;
    const data = this.#held + chunk.toString("latin1");
    return this.#pass(data, data.length - this.#suspectEnd(data));
  }

  /** The rest, where nothing comes any more. */
  end(): Buffer {
    return this.#pass(this.#held, this.#held.length);
  }

  /** A text as a whole. Whatever was added before is not touched. */
  text(text: string): string {
    const cover = new KeyCover(this.#key);
    const [first, rest] = [cover.add(Buffer.from(text)), cover.end()];
    return Buffer.concat([first, rest]).toString("utf8");
  }

  /** Length of the longest end of the data that is a piece of the key: of what begins before it, all is known. */
  #suspectEnd(data: string): number {
    let length = 0;
    while (length < data.length && length < this.#key.length && this.#key.includes(data.slice(data.length - length - 1))) length++;
    return length;
  }

  /** Lets the data go up to `end`, covered, and holds the rest. */
  #pass(data: string, end: number): Buffer {
    this.#held = data.slice(end);
    const bytes = Buffer.from(data, "latin1");
    if (this.#covered === 0 && !this.#probes.some((probe) => bytes.includes(probe))) return bytes.subarray(0, end);
    let [out, from, covered] = ["", this.#covered, this.#covered];
    for (let at = 0; at < end; at++) {
      const length = this.#pieceAt(data, at);
      if (length === 0) continue;
      if (at >= covered) out += `${data.slice(from, at)}[key]`;
      covered = Math.max(covered, at + length);
      from = covered;
    }
    this.#covered = Math.max(0, covered - end);
    return Buffer.from(out + data.slice(from, end), "latin1");
  }

  #pieceAt(data: string, at: number): number {
    let length = this.#least;
    if (at + length > data.length || !this.#key.includes(data.slice(at, at + length))) return 0;
    while (at + length < data.length && this.#key.includes(data.slice(at, at + length + 1))) length++;
    return length;
  }
}

const LEAST_PIECE = 15;
