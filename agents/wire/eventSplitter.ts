import { GrowingBytes } from "./growingBytes.ts";

/**
 * Splits server-sent events out of chunks that are cut anywhere. Lines end in LF or CRLF; an event without its blank line is none, as the
 * standard has it. An event longer than the bound is left out as a whole.
 */
export class EventSplitter {
  readonly #line: GrowingBytes;
  readonly #mostBytes: number;
  readonly #take: (data: string) => void;
  #data: string[] = [];
  #bytes = 0;
  #tooLong = false;
  #first = true;

  constructor(mostBytes: number, take: (data: string) => void) {
    this.#line = new GrowingBytes(mostBytes);
    this.#mostBytes = mostBytes;
    this.#take = take;
  }

  add(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      this.#line.add(chunk.subarray(from, end));
      this.#endLine();
      from = end + 1;
    }
    this.#line.add(chunk.subarray(from));
  }

  #endLine(): void {
    let line = this.#line.text().replace(/\r$/, "");
    if (this.#first) line = line.replace(/^\ufeff/, "");
    this.#first = false;
    this.#bytes += this.#line.length;
    if (this.#line.cut || this.#bytes > this.#mostBytes) this.#tooLong = true;
    if (this.#tooLong) this.#data = [];
    else if (line.startsWith("data:")) this.#data.push(line.slice(line[5] === " " ? 6 : 5));
    this.#line.clear();
    if (line !== "") return;
    const data = this.#data;
    this.#data = [];
    this.#bytes = 0;
    this.#tooLong = false;
    if (data.length > 0) this.#take(data.join("\n"));
  }
}

const LINE_FEED = 0x0a;
