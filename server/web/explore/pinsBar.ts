import { html, type TemplateResult } from "lit-html";
import { DARK, LIGHT } from "../../../figures/look.ts";
import { themeNow } from "../shell/theme.ts";
import { linkToSweeps } from "../sweeps/state.ts";
import { type Knob, knobsOf } from "./knobs.ts";
import { pointInWords } from "./pointInWords.ts";
import { type ExploreState, LONGEST_NAME, MOST_PINS, type Pin } from "./state.ts";

/** The curve's own bar: which knob it runs over, and the curves kept to compare with. */
export function curveBar({ point, pins }: ExploreState, knob: Knob, act: (change: Partial<ExploreState>) => void): TemplateResult {
  const { curves } = themeNow() === "dark" ? DARK : LIGHT;
  const pinIt = () => act({ pins: [...pins, { name: pointInWords(point).slice(0, LONGEST_NAME), point }] });
  const rename = (i: number) => (event: Event) => {
    const field = event.target as HTMLInputElement;
    const name = field.value.trim().slice(0, LONGEST_NAME);
    if (name === "") field.value = (pins[i] as Pin).name;
    else act({ pins: pins.with(i, { ...(pins[i] as Pin), name }) });
  };
  const chip = ({ name, point: pinned }: Pin, i: number) => {
    const { color, dash } = curves[i + 1] as (typeof curves)[number];
    const applies = knobsOf(pinned).some(({ path }) => path === knob.path);
    return html`<li class="pin"><svg width="30" height="10" aria-hidden="true"><line x1="1" x2="29" y1="5" y2="5" style=${`stroke:${color};stroke-dasharray:${dash.join(" ")}`} /></svg>
      <input type="text" aria-label="name of pinned curve ${i + 1}" .value=${name} maxlength=${LONGEST_NAME} title=${name} @change=${rename(i)} />
      ${applies ? "" : html`<span class="faint">has no ${knob.label}</span>`}
      <button type="button" @click=${() => act({ point: pinned })} title="make this the present point" aria-label="go to pinned curve ${i + 1}">go to</button>
      <button type="button" @click=${() => act({ pins: pins.toSpliced(i, 1) })} aria-label="remove pinned curve ${i + 1}" title="remove">×</button></li>`;
  };
  return html`<div class="row">
      <label class="row"><span>Curve over</span><select id="curve-knob" .value=${knob.path} @change=${(event: Event) => act({ knob: (event.target as HTMLSelectElement).value })}>
        ${knobsOf(point).map(({ path, label }) => html`<option value=${path} ?selected=${path === knob.path}>${label}</option>`)}</select></label>
      <button type="button" ?disabled=${pins.length >= MOST_PINS} @click=${pinIt} title="keep this curve to compare with; ${MOST_PINS} at most">pin this curve</button>
      <a href=${linkToSweeps({ point, pins })}>sweep one knob or two</a>
    </div>
    ${pins.length === 0 ? "" : html`<ul class="pins" aria-label="pinned curves">${pins.map(chip)}</ul>`}`;
}
