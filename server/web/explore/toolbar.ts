import { html, type TemplateResult } from "lit-html";
import { say } from "../shell/notice.ts";
import { undoButtons } from "../shell/undoButtons.ts";
import type { Timeline } from "../state/timeline.ts";
import { PRESETS, type Preset } from "./presets.ts";

export interface ToolbarActs {
  readonly time: Pick<Timeline<unknown>, "canUndo" | "canRedo" | "undo" | "redo">;
  reset(): void;
  take(preset: Preset): void;
}

/** What is done to the whole page: start from a figure of the paper, go back, link. */
export function toolbar({ time, reset, take }: ToolbarActs): TemplateResult {
  const start = (event: Event) => {
    const list = event.target as HTMLSelectElement;
    const preset = PRESETS[Number(list.value)];
    list.value = "";
    if (preset) take(preset);
  };
  return html`<div class="row toolbar" role="group" aria-label="the whole page">
    <select id="preset" aria-label="start from a figure of the paper" @change=${start}><option value="">start from …</option>
      ${PRESETS.map(({ name, figures }, i) => html`<option value=${i}>${name} (${figures.includes(",") ? "figures" : "figure"} ${figures})</option>`)}</select>
    ${undoButtons(time)}
    <button type="button" @click=${reset}>reset</button>
    <button type="button" @click=${copyLink}>copy link</button></div>`;
}

async function copyLink(): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied: it holds all that this page shows.");
  } catch {
    say("The browser does not let the page copy; take the address above instead.", "fault");
  }
}
