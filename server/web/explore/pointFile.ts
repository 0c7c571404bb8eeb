import { html, type TemplateResult } from "lit-html";
import { InvalidInput } from "../../../model/invalid.ts";
import type { PointInput } from "../../../model/point.ts";
import { say } from "../shell/notice.ts";
import { soundPoint } from "./state.ts";

/** As the command line has it. */
const MOST_BYTES = 8_000_000;

/**
 * A point from text, as `lab solve --point` reads it.
 *
 * @throws InvalidInput in words for the user
 */
function pointFromText(text: string): PointInput {
  if (text.length > MOST_BYTES) throw new InvalidInput("point", `must be at most ${MOST_BYTES} characters`, text.length);
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    throw new InvalidInput("point", `must be JSON (${error instanceof Error ? error.message : error})`);
  }
  return soundPoint(input);
}

/** The point as JSON: pasted, dropped, downloaded. */
export function pointFile(point: PointInput, take: (point: PointInput) => void): TemplateResult {
  const read = (text: string) => {
    try {
      take(pointFromText(text));
      say("The point is taken.");
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      say(error.message, "fault");
    }
  };
  const readFile = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MOST_BYTES) return say(`The file must be at most ${MOST_BYTES} bytes.`, "fault");
    read(await file.text());
  };
  const text = (event: Event) => (event.target as Element).closest(".point-file")?.querySelector("textarea")?.value ?? "";
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void readFile(event.dataTransfer?.files[0]);
  };
  const choose = (event: Event) => {
    const input = event.target as HTMLInputElement;
    void readFile(input.files?.[0]).then(() => {
      input.value = "";
    });
  };
  return html`<details class="point-file" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${drop}><summary>point as JSON</summary>
    <p class="faint">What <code>harness-lab solve --point</code> takes: paste it, or drop a file here.</p>
    <textarea rows="9" spellcheck="false" aria-label="the point as JSON" .value=${JSON.stringify(point, null, 1)}></textarea>
    <div class="row"><button type="button" class="first" @click=${(event: Event) => read(text(event))}>take this point</button>
      <label class="file">open a file <input type="file" accept=".json,application/json" @change=${choose} /></label>
      <button type="button" @click=${() => save(point)}>download</button></div></details>`;
}

async function save(point: PointInput): Promise<void> {
  const { download } = await import("../shell/download.ts");
  download({ name: "point.json", file: new Blob([`${JSON.stringify(point, null, 1)}\n`], { type: "application/json" }) });
}
