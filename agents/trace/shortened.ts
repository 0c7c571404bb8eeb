/** Characters of one text that a page shows, and of all together. A browser gets slow above some ten million. */
const MOST_TEXT = 24_000;
const MOST_PAGE = 8_000_000;
/** What is still shown of a text when the page is full. */
const LEAST_TEXT = 200;

/** Texts cut to what a page can bear. The start and the end stay: of a long output, the end tells how it went. */
export class Shortened {
  #left = MOST_PAGE;
  #cut = 0;

  of(text: string): string {
    const most = Math.min(MOST_TEXT, Math.max(LEAST_TEXT, this.#left));
    const shown = text.length <= most ? text : this.#middleOut(text, most);
    this.#left -= shown.length;
    return shown;
  }

  /** Texts that are not shown whole. */
  get cut(): number {
    return this.#cut;
  }

  #middleOut(text: string, most: number): string {
    this.#cut++;
    const [head, tail] = [Math.ceil(most * 0.75), Math.floor(most * 0.25)];
    return `${text.slice(0, head)}\n[${grouped(text.length - head - tail)} characters are left out here]\n${text.slice(text.length - tail)}`;
  }
}

/** A count with its thousands apart: "12 345" as 12,345. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
