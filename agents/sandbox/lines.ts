/** Cuts a stream into lines of bounded length: what is longer is handed on short and marked, and its rest is dropped. */
export class Lines {
  readonly #lineBytes: number;
  readonly #take: (line: string, cut: boolean) => void;
  #parts: Buffer[] = [];
  #bytes = 0;
  #cut = false;

  constructor(lineBytes: number, take: (line: string, cut: boolean) => void) {
    this.#lineBytes = lineBytes;
    this.#take = take;
  }

  add(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      this.#keep(chunk.subarray(from, end));
      this.#hand();
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  /** Hands on what stands behind the last line feed. */
  end(): void {
    if (this.#bytes > 0) this.#hand();
  }

  #keep(part: Buffer): void {
    const room = this.#lineBytes - this.#bytes;
    if (part.length > room) this.#cut = true;
    const kept = part.subarray(0, Math.max(0, room));
    if (kept.length === 0) return;
    this.#parts.push(Buffer.from(kept));
    this.#bytes += kept.length;
  }

  #hand(): void {
    const [line, cut] = [Buffer.concat(this.#parts).toString("utf8"), this.#cut];
    this.#parts = [];
    this.#bytes = 0;
    this.#cut = false;
    this.#take(line, cut);
  }
}
