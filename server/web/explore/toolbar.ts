import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { InvalidInput } from "../../../model/invalid.ts";
import { download } from "../shell/download.ts";
import { say } from "../shell/notice.ts";
import type { Timeline } from "../state/timeline.ts";
import { PRESETS } from "./presets.ts";
import { type ExploreState, firstKnob, soundPoint } from "./state.ts";

interface Tools {
  readonly first: ExploreState;
  load(state: ExploreState): void;
}

/** What is done with the state as a whole. */
export function toolbar(time: Timeline<ExploreState>, { first, load }: Tools): TemplateResult {
  const { now } = time;
  const preset = (event: Event) => {
    const chosen = PRESETS.find(({ title }) => title === (event.target as HTMLSelectElement).value);
    if (chosen) load({ ...now, point: chosen.point, knob: chosen.knob });
  };
  return html`<div class="toolbar" role="group" aria-label="state">
      <button type="button" ?disabled=${!time.canUndo} @click=${() => time.undo()} title="Ctrl+Z">↶ undo</button>
      <button type="button" ?disabled=${!time.canRedo} @click=${() => time.redo()} title="Ctrl+Shift+Z">↷ redo</button>
      <button type="button" @click=${() => load(first)}>reset</button>
      <button type="button" @click=${copyLink}>copy link</button>
      <select aria-label="begin at a point of the paper's figures" .value=${live("")} @change=${preset}>
        <option value="">begin at …</option>${PRESETS.map(({ title }) => html`<option>${title}</option>`)}
      </select>
    </div>
    <details class="more">
      <summary>point as JSON</summary>
      <label>Paste one, or drop a file that <code>lab solve --point</code> takes
        <textarea class="json" rows="6" spellcheck="false" .value=${live(JSON.stringify(now.point, null, 1))}
          @change=${(event: Event) => read((event.target as HTMLTextAreaElement).value, now, load)} @dragover=${(event: Event) => event.preventDefault()}
          @drop=${(event: DragEvent) => drop(event, now, load)}></textarea></label>
      <button type="button" @click=${() => download({ name: "point.json", file: new Blob([`${JSON.stringify(now.point, null, 2)}\n`], { type: "application/json" }) })}>download point.json</button>
    </details>`;
}

async function copyLink(): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied: it holds every digit of this state.");
  } catch {
    say("The browser does not let the page copy; take the address from its bar.", "fault");
  }
}

function read(text: string, now: ExploreState, load: Tools["load"]): void {
  try {
    const point = soundPoint(JSON.parse(text));
    load({ ...now, point, knob: firstKnob(point) });
  } catch (error) {
    const why = error instanceof InvalidInput ? error.message : "it is not JSON";
    say(`This is no point: ${why}`, "fault");
  }
}

async function drop(event: DragEvent, now: ExploreState, load: Tools["load"]): Promise<void> {
  const file = event.dataTransfer?.files[0];
  if (!file) return;
  event.preventDefault();
  if (file.size > 1_000_000) return say("This file is too large for a point.", "fault");
  read(await file.text(), now, load);
}
