import { html, nothing, type TemplateResult } from "lit-html";
import { DARK, LIGHT } from "../../../figures/look.ts";
import { knobsOf } from "../explore/knobs.ts";
import { pointInWords } from "../explore/pointInWords.ts";
import { LONGEST_NAME, MOST_PINS, type Pin } from "../explore/state.ts";
import { themeNow } from "../shell/theme.ts";
import { fieldsOf } from "./axes.ts";
import type { SweepState } from "./state.ts";

/** Harnesses kept to compare with: drawn as curves over the present knob, named, removable. */
export function pinsCard({ point, vary, pins }: SweepState, change: (change: Partial<SweepState>) => void): TemplateResult {
  const { curves } = themeNow() === "dark" ? DARK : LIGHT;
  const fields = fieldsOf(vary);
  const pinIt = () => change({ pins: [...pins, { name: pointInWords(point).slice(0, LONGEST_NAME), point }] });
  const rename = (i: number) => (event: Event) => {
    const field = event.target as HTMLInputElement;
    const name = field.value.trim().slice(0, LONGEST_NAME);
    if (name === "") field.value = (pins[i] as Pin).name;
    else change({ pins: pins.with(i, { ...(pins[i] as Pin), name }) });
  };
  const entry = ({ name, point: pinned }: Pin, i: number) => {
    const { color, dash } = curves[i + 1] as (typeof curves)[number];
    const applies = fields.length === 1 && knobsOf(pinned).some(({ path }) => path === fields[0]);
    return html`<li class="pin"><svg width="30" height="10" aria-hidden="true"><line x1="1" x2="29" y1="5" y2="5" style=${`stroke:${color};stroke-width:2.5;stroke-dasharray:${dash.join(" ")}`} /></svg>
      <input type="text" aria-label="name of pinned harness ${i + 1}" .value=${name} maxlength=${LONGEST_NAME} title=${name} @change=${rename(i)} />
      ${applies ? nothing : html`<span class="faint">${fields.length === 1 ? "has no such knob" : "no curve beside a map"}</span>`}
      <button type="button" @click=${() => change({ point: pinned })} aria-label="go to pinned harness ${i + 1}" title="make it the base point">go to</button>
      <button type="button" @click=${() => change({ pins: pins.toSpliced(i, 1) })} aria-label="remove pinned harness ${i + 1}" title="remove">×</button></li>`;
  };
  return html`<section class="card pins-card" aria-labelledby="pins-head"><h2 id="pins-head">Kept harnesses</h2>
    <p class="faint">Keep this one, change anything, and see both curves; or compare the two.</p>
    <button type="button" ?disabled=${pins.length >= MOST_PINS} @click=${pinIt} title="${MOST_PINS} at most">pin this curve</button>
    ${pins.length === 0 ? nothing : html`<ul class="pins" aria-label="pinned harnesses">${pins.map(entry)}</ul>`}</section>`;
}
