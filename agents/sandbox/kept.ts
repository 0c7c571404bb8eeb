import type { Printed } from "./sandboxRun.ts";

/** Keeps the first and the last of a stream in bounded memory, however much is printed. */
export class Kept {
  bytes = 0;
  readonly #half: number;
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;

  /** @param keptBytes  half of it for the start, half for the end */
  constructor(keptBytes: number) {
    this.#half = Math.max(1, Math.floor(keptBytes / 2));
  }

  add(chunk: Buffer): void {
    this.bytes += chunk.length;
    const room = Math.min(chunk.length, this.#half - this.#headBytes);
    // Copied, since a slice would keep the whole of its chunk in memory.
    if (room > 0) this.#head.push(Buffer.from(chunk.subarray(0, room)));
    this.#headBytes += room;
    const rest = chunk.subarray(room);
    if (rest.length === 0) return;
    this.#tail.push(Buffer.from(rest.subarray(-this.#half)));
    this.#tailBytes += Math.min(rest.length, this.#half);
    if (this.#tailBytes > 2 * this.#half) this.#trim();
  }

  printed(): Printed {
    this.#trim();
    const head = Buffer.concat(this.#head).toString("utf8");
    const tail = Buffer.concat(this.#tail).toString("utf8");
    const missing = this.bytes - this.#headBytes - this.#tailBytes;
    const cut = missing > 0;
    const text = cut ? `${head}\n[${missing} bytes not kept]\n${tail}` : Buffer.concat([...this.#head, ...this.#tail]).toString("utf8");
    return { text, bytes: this.bytes, cut };
  }

  #trim(): void {
    const tail = Buffer.concat(this.#tail);
    this.#tail = [Buffer.from(tail.subarray(Math.max(0, tail.length - this.#half)))];
    this.#tailBytes = this.#tail[0]?.length ?? 0;
  }
}
