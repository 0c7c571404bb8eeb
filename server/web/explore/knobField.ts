import { html, nothing } from "lit-html";
import type { PointInput } from "../../../model/point.ts";
import { explained } from "../shell/explained.ts";
import type { Editing } from "./editing.ts";
import { faultId, faultLine, isFaulty } from "./faultLine.ts";
import { type Knob, valueAt, withValue } from "./knobs.ts";
import { rangeOf } from "./ranges.ts";
import { fromSlider, LOG_PLACES, toSlider } from "./slider.ts";
import { typed } from "./typed.ts";

/** A knob with its word: a slider on a sensible scale, and a field for any value. */
export function knobField(editing: Editing, knob: Knob) {
  const { path, label } = knob;
  const value = valueAt(editing.point, path);
  const range = rangeOf(knob, editing.anchor);
  const id = `knob-${path.replaceAll(/\W/g, "-")}`;
  const turn = (event: Event, act: (point: PointInput) => void) =>
    act(withValue(editing.point, path, fromSlider(knob, range, Number((event.target as HTMLInputElement).value))));
  return html`<div class="knob">
    <label for=${id}>${label}</label>
    ${numberField(editing, { path, value, id, act: (next) => withValue(editing.point, path, next) })}
    <input id=${`${id}-slider`} type="range" aria-label=${`${label}, slider`} aria-valuetext=${String(value)}
      min=${knob.isLog ? 0 : range.low} max=${knob.isLog ? LOG_PLACES : range.high} step=${knob.isInteger && !knob.isLog ? 1 : "any"}
      .value=${String(toSlider(knob, range, value))}
      @input=${(event: Event) => turn(event, editing.preview)} @change=${(event: Event) => turn(event, editing.commit)} />
    ${faultLine(editing, path)} ${explained(knob.word)}
  </div>`;
}

export interface NumberFieldOptions {
  readonly path: string;
  readonly value: number | undefined;
  /** Of the input, for a label outside of it. */ readonly id?: string;
  /** Its name where no label is tied to it. */ readonly label?: string;
  /** Where on the page its faults are said; the path unless given. */ readonly place?: string;
  /** The point with that value. */ act(value: number): PointInput;
}

/** A field that takes any number, to the last digit typed; whether the point allows it is the model's to say. */
export function numberField(editing: Editing, { path, value, id, label, act, place = path }: NumberFieldOptions) {
  const take = (event: Event, then: (point: PointInput) => void, isDone: boolean) => {
    const input = event.target as HTMLInputElement;
    const number = Number(input.value);
    if (input.value.trim() !== "" && !input.validity.badInput && Number.isFinite(number)) return then(act(number));
    if (!isDone) return editing.complain({ field: path, message: `${path} must be a number` });
    // What was left there is no number: the value that holds comes back.
    input.value = value === undefined ? "" : String(value);
    editing.preview(editing.point);
  };
  const isWrong = isFaulty(editing, place);
  return html`<input class="exact number" type="number" step="any" id=${id ?? `field-${path.replaceAll(/\W/g, "-")}`} data-field=${path}
    aria-label=${label ?? nothing} aria-invalid=${isWrong ? "true" : "false"} aria-describedby=${isWrong ? faultId(place) : nothing} ${typed(value)}
    @input=${(event: Event) => take(event, editing.preview, false)} @change=${(event: Event) => take(event, editing.commit, true)} />`;
}
