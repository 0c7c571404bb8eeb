import { html, nothing, type TemplateResult } from "lit-html";
import { InvalidInput } from "../../../model/invalid.ts";
import { download } from "../shell/download.ts";
import { say } from "../shell/notice.ts";
import type { Plan } from "./plan.ts";
import type { SpecReading } from "./specFile.ts";

/** The sweep as a spec file: taken in, taken away. What the page cannot show it says, with the command that can. */
export function specCard(
  plan: Plan,
  beyond: Extract<SpecReading, { beyond: string }> | undefined,
  took: (reading: SpecReading) => void,
): TemplateResult {
  const read = async (text: string) => {
    try {
      const { readSpec } = await import("./specFile.ts");
      took(await readSpec(text));
    } catch (error) {
      say(error instanceof Error ? error.message : String(error), "fault");
      if (!(error instanceof InvalidInput)) throw error;
    }
  };
  const readFile = async (file: File | undefined) => {
    if (file) await read(await file.text());
  };
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
  const text = (event: Event) => (event.target as Element).closest(".spec-file")?.querySelector("textarea")?.value ?? "";
  const written = JSON.stringify(plan.spec, null, 1);
  const save = () => download({ name: "sweep.json", file: new Blob([`${written}\n`], { type: "application/json" }) });
  return html`<section class="card spec" aria-label="spec file"><details class="spec-file" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${drop}><summary>sweep as a spec file</summary>
    <p class="faint">What <code>harness-lab sweep --spec</code> takes, YAML or JSON: paste it, or drop a file here.</p>
    <textarea rows="9" spellcheck="false" aria-label="the sweep as a spec" .value=${written}></textarea>
    <div class="row"><button type="button" class="first" @click=${(event: Event) => void read(text(event))}>take this spec</button>
      <label class="file">open a file <input type="file" accept=".yaml,.yml,.json" @change=${choose} /></label>
      <button type="button" @click=${save}>download</button></div></details>
    ${beyond === undefined ? nothing : html`<div role="alert" class="beyond more"><p>This spec is sound, but ${beyond.beyond}. In a terminal:</p><pre tabindex="0"><code>${beyond.command}</code></pre></div>`}</section>`;
}
