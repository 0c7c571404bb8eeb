import { html, nothing, type TemplateResult } from "lit-html";
import type { PointInput } from "../../../model/point.ts";
import { knobsOf, valueAt, withValue } from "../explore/knobs.ts";
import { pointFile } from "../explore/pointFile.ts";
import { pointInWords } from "../explore/pointInWords.ts";
import { PRESETS, type Preset } from "../explore/presets.ts";
import { linkToExplore } from "../explore/state.ts";
import { typed } from "../explore/typed.ts";

export interface BaseEditing {
  readonly point: PointInput;
  /** Fields that the axes set. */ readonly varied: readonly string[];
  readonly fault: string | undefined;
  change(point: PointInput): void;
  take(preset: Preset): void;
}

/** The point that the knobs start from. */
export function baseCard({ point, varied, fault, change, take }: BaseEditing): TemplateResult {
  const start = (event: Event) => {
    const list = event.target as HTMLSelectElement;
    const preset = PRESETS[Number(list.value)];
    list.value = "";
    if (preset) take(preset);
  };
  const field = ({ path, label, isInteger }: ReturnType<typeof knobsOf>[number]) => {
    const isVaried = varied.includes(path);
    const set = (event: Event) => {
      const { value, valueAsNumber } = event.target as HTMLInputElement;
      if (value !== "" && Number.isFinite(valueAsNumber)) change(withValue(point, path, valueAsNumber));
    };
    return html`<label class="base-field"><span>${label}${isVaried ? html` <em class="faint">varied</em>` : nothing}</span>
      <input type="number" step=${isInteger ? "1" : "any"} ?disabled=${isVaried} ${typed(valueAt(point, path))} @change=${set} /></label>`;
  };
  return html`<section class="card base" aria-labelledby="base-head"><h2 id="base-head">Base point</h2>
    <p>${pointInWords(point)}</p>
    <div class="row"><select aria-label="start from a figure of the paper" @change=${start}><option value="">start from …</option>
        ${PRESETS.map(({ name, figures }, i) => html`<option value=${i}>${name} (figures ${figures})</option>`)}</select>
      <a href=${linkToExplore({ point })}>edit in Explore</a></div>
    ${fault === undefined ? nothing : html`<p class="fault" role="alert">${fault}</p>`}
    <details class="fields"><summary>main fields</summary><div class="base-fields">${knobsOf(point).map(field)}</div></details>
    ${pointFile(point, change)}</section>`;
}
