import { html, type TemplateResult } from "lit-html";
import { say } from "./notice.ts";

/** Text that a page takes in, pasted, dropped or from a file, and gives away. */
export interface TextFile {
  /** Class of the element, by which it finds its own text. */ readonly name: string;
  /** "point as JSON" */ readonly summary: string;
  /** What it takes. */ readonly hint: TemplateResult;
  /** Of the field. */ readonly label: string;
  /** What the page has now. */ readonly text: string;
  /** "take this point" */ readonly takeLabel: string;
  /** Endings of files, as an input takes them. */ readonly accept: string;
  /** Larger files are not read. */ readonly mostBytes?: number;
  take(text: string): void | Promise<void>;
  save(): void | Promise<void>;
}

export function textFile({ name, summary, hint, label, text, takeLabel, accept, mostBytes, take, save }: TextFile): TemplateResult {
  const readFile = async (file: File | undefined) => {
    if (!file) return;
    if (mostBytes !== undefined && file.size > mostBytes) return say(`The file must be at most ${mostBytes} bytes.`, "fault");
    await take(await file.text());
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
  const written = (event: Event) => (event.target as Element).closest(`.${name}`)?.querySelector("textarea")?.value ?? "";
  return html`<details class="text-file ${name}" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${drop}><summary>${summary}</summary>
    <p class="faint">${hint}</p>
    <textarea rows="9" spellcheck="false" aria-label=${label} .value=${text}></textarea>
    <div class="row"><button type="button" class="first" @click=${(event: Event) => void take(written(event))}>${takeLabel}</button>
      <label class="file">open a file <input type="file" accept=${accept} @change=${choose} /></label>
      <button type="button" @click=${() => void save()}>download</button></div></details>`;
}
