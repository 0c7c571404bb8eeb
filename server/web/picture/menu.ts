import { html, type TemplateResult } from "lit-html";
import { download } from "../shell/download.ts";
import { say } from "../shell/notice.ts";
import type { PictureContent } from "./content.ts";
import type { Format } from "./exports.ts";

const FORMATS: readonly Format[] = ["SVG", "PNG", "CSV", "JSON", "Vega-Lite"];
/** Rows of the table that a page shows; the CSV has all. */
const MOST_ROWS = 200;

/** What a reader can do with a picture: take it away, read its numbers, make them in a terminal. */
export function pictureMenu(content: PictureContent): TemplateResult {
  return html`
    <div class="menu" role="group" aria-label="take this picture away">
      ${FORMATS.map((format) => html`<button type="button" @click=${() => takeAway(content, format)}>${format}</button>`)}
      <details class="command">
        <summary>command</summary>
        <pre tabindex="0"><code>${content.command}</code></pre>
        <button type="button" @click=${() => copy(content.command)}>copy</button>
      </details>
      <details class="numbers">
        <summary>numbers</summary>
        ${numbers(content)}
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
    say(`${format} could not be made: ${error instanceof Error ? error.message : error}`, "fault");
  }
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say("The command is copied.");
  } catch {
    say("The browser does not let the page copy; select the command instead.", "fault");
  }
}
