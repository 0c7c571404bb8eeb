import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { linkToSweeps } from "../sweeps/state.ts";
import { type Knob, knobsOf } from "./knobs.ts";
import { pinButton, pinList } from "./pinList.ts";
import { type ExploreState, MOST_PINS } from "./state.ts";

/** The curve's own bar: which knob it runs over, and the curves kept to compare with. */
export function curveBar({ point, pins }: ExploreState, knob: Knob, act: (change: Partial<ExploreState>) => void): TemplateResult {
  const list = {
    point,
    pins,
    noun: "curve" as const,
    goTitle: "make this the present point",
    note: (pin: { readonly point: ExploreState["point"] }) =>
      knobsOf(pin.point).some(({ path }) => path === knob.path) ? "" : `has no ${knob.label}`,
    change: act,
  };
  return html`<div class="row">
      <label class="row"><span>Curve over</span><select id="curve-knob" @change=${(event: Event) => act({ knob: (event.target as HTMLSelectElement).value })}>
        ${knobsOf(point).map(({ path, label }) => html`<option value=${path} .selected=${live(path === knob.path)}>${label}</option>`)}</select></label>
      ${pinButton(list, `keep this curve to compare with; ${MOST_PINS} at most`)}
      <a href=${linkToSweeps({ point, pins })}>sweep one knob or two</a>
    </div>
    ${pinList(list)}`;
}
