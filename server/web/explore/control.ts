import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { explained, named } from "../shell/explained.ts";
import type { WordName } from "../shell/words.ts";

/** How a page is told that a value moves, and that it has come to rest. */
export interface Turn {
  preview(value: number): void;
  commit(value: number): void;
}

export interface NumberControl extends Turn {
  /** Path of the field, which also names the element. */ readonly path: string;
  readonly word: WordName;
  /** Instead of the word's own title. */ readonly title?: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly isInteger: boolean;
  readonly isLog?: boolean;
  /** Why the model refuses the value, where it does. */ readonly complaint?: string | undefined;
  /** false: the sentence is told elsewhere. */ readonly explain?: boolean;
}

/** Places of a slider that is not of whole numbers. */
const NOTCHES = 1000;

/** A slider for moving and a field for saying a number exactly. */
export function numberControl(control: NumberControl): TemplateResult {
  const { path, word, title = named(word), value, isInteger, complaint, explain = true } = control;
  const id = `knob-${path.replaceAll(/[^a-z0-9]+/gi, "-")}`;
  const scale = scaleOf(control);
  const said = (event: Event) => Number((event.target as HTMLInputElement).value);
  const typed = (event: Event) => {
    const input = event.target as HTMLInputElement;
    if (input.value.trim() !== "" && Number.isFinite(input.valueAsNumber)) control.commit(input.valueAsNumber);
  };
  return html`<div class="knob" data-path=${path}>
    <div class="row">
      <label for=${id}>${title}</label>
      <input class="number" type="number" step="any" aria-label="${title}, exactly" inputmode=${isInteger ? "numeric" : "decimal"}
        .value=${live(String(value))} aria-invalid=${complaint ? "true" : "false"} @change=${typed} />
    </div>
    <input id=${id} type="range" min=${scale.min} max=${scale.max} step=${scale.step} .value=${live(String(scale.notch(value)))}
      aria-valuetext=${String(value)} @input=${(event: Event) => control.preview(scale.value(said(event)))}
      @change=${(event: Event) => control.commit(scale.value(said(event)))} />
    ${complaint ? html`<p class="fault" role="alert">${complaint}</p>` : nothing}
    ${explain ? explained(word) : nothing}
  </div>`;
}

/** A slider of whole numbers has a notch a number; another has a thousand, in even distances or ratios. */
function scaleOf({ from, to, isInteger, isLog }: NumberControl) {
  if (isInteger && !isLog) return { min: from, max: to, step: 1, notch: (value: number) => value, value: Math.round };
  const log = isLog === true && from > 0;
  return {
    min: 0,
    max: NOTCHES,
    step: 1,
    notch: (value: number) => Math.round(NOTCHES * (log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from))),
    value(notch: number) {
      const share = notch / NOTCHES;
      const exact = log ? from * (to / from) ** share : from + (to - from) * share;
      return isInteger ? Math.round(exact) : Number(exact.toPrecision(4));
    },
  };
}

/** One of a few words. */
export function choice<T extends string>(
  word: WordName,
  value: T,
  choices: Readonly<Record<T, string>>,
  onChoose: (value: T) => void,
  title = named(word),
): TemplateResult {
  return html`<fieldset class="choice">
    <legend>${title}</legend>
    ${(Object.entries(choices) as [T, string][]).map(
      ([key, label]) =>
        html`<label><input type="radio" name=${`choice-${word}`} .checked=${live(key === value)} @change=${() => onChoose(key)} />${label}</label>`,
    )}
    ${explained(word)}
  </fieldset>`;
}
