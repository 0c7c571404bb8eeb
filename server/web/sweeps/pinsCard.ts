import { html, type TemplateResult } from "lit-html";
import { knobsOf } from "../explore/knobs.ts";
import { pinButton, pinList } from "../explore/pinList.ts";
import { MOST_PINS, type Pin } from "../explore/state.ts";
import { fieldsOf } from "./axes.ts";
import type { SweepState } from "./state.ts";

/** Harnesses kept to compare with: drawn as curves over the present knob, named, removable. */
export function pinsCard({ point, vary, pins }: SweepState, change: (change: Partial<SweepState>) => void): TemplateResult {
  const fields = fieldsOf(vary);
  const note = (pin: Pin) => {
    if (fields.length !== 1) return "no curve beside a map";
    return knobsOf(pin.point).some(({ path }) => path === fields[0]) ? "" : "has no such knob";
  };
  const list = { point, pins, noun: "harness" as const, goTitle: "make it the base point", note, change };
  return html`<section class="card pins-card" aria-labelledby="pins-head"><h2 id="pins-head">Kept harnesses</h2>
    <p class="faint">Keep this one, change anything, and see both curves; or compare the two.</p>
    ${pinButton(list, `${MOST_PINS} at most`)}
    ${pinList(list)}</section>`;
}
