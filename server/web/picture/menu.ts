import { html, nothing, type TemplateResult } from "lit-html";
import { download } from "../shell/download.ts";
import { inWords } from "../shell/inWords.ts";
import { say } from "../shell/notice.ts";
import { commandBlock } from "./commandBlock.ts";
import type { PictureContent } from "./content.ts";
import { FORMATS, type Format } from "./formats.ts";

/** Rows of the table that a page shows; the CSV has all. */
const MOST_ROWS = 200;

/** Whether the numbers are looked at: a table of hundreds of rows is not made at every redraw for nobody. */
export interface NumbersShown {
  readonly isOpen: boolean;
  turn(isOpen: boolean): void;
}

/** What a reader can do with a picture: take it away, read its numbers, make them in a terminal. */
export function pictureMenu(content: PictureContent, { isOpen, turn }: NumbersShown): TemplateResult {
  return html`
    <div class="menu" role="group" aria-label="take this picture away">
      ${FORMATS.map((format) => html`<button type="button" @click=${() => takeAway(content, format)}>${format}</button>`)}
      ${commandBlock(content.command)}
      <details class="numbers" @toggle=${(event: Event) => turn((event.target as HTMLDetailsElement).open)}>
        <summary>numbers</summary>
        ${isOpen ? numbers(content) : nothing}
      </details>
    </div>`;
}

function numbers({ table: { columns, rows } }: PictureContent): TemplateResult {
  const cut = rows.length > MOST_ROWS ? html`<p>The first ${MOST_ROWS} of ${rows.length} rows; the CSV has all.</p>` : "";
  return html`${cut}
    <div class="scroll" tabindex="0" role="region" aria-label="numbers of the picture"><table>
      <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
      <tbody>${rows.slice(0, MOST_ROWS).map((row) => html`<tr>${columns.map((column) => html`<td>${shown(row[column])}</td>`)}</tr>`)}</tbody>
    </table></div>`;
}

const shown = (value: unknown) => (value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));

async function takeAway(content: PictureContent, format: Format): Promise<void> {
  try {
    const { exported } = await import("./exports.ts");
    download(await exported(content, format));
  } catch (error) {
    say(`${format} could not be made: ${inWords(error)}`, "fault");
  }
}
