import { html, nothing, type TemplateResult } from "lit-html";
import type { PointInput } from "../../../model/point.ts";
import { knobsOf } from "../explore/knobs.ts";
import { numbersIn } from "../explore/stagePlans.ts";
import { typed } from "../explore/typed.ts";
import { fieldsOf, type Spacing, spaced, spacingOf, swapped, type Vary, withAxis, withField, without, withSecond } from "./axes.ts";
import type { Plan } from "./plan.ts";
import type { AxisInput } from "./state.ts";

export interface AxesEditing {
  readonly point: PointInput;
  /** As the user has it; it may break a rule. */ readonly vary: Vary;
  /** Of the last sound axes. */ readonly plan: Plan;
  /** The rule that the axes break. */ readonly fault: string | undefined;
  change(vary: Vary): void;
}

const SPACINGS: Readonly<Record<Spacing, string>> = {
  count: "even places",
  step: "in steps of",
  log: "even ratios",
  values: "these values",
};
/** In the list of knobs; no path has a space. */
const OTHER = "another field";

/** Which knobs are turned, and over which places. */
export function axesCard(editing: AxesEditing): TemplateResult {
  const { vary, point, fault, plan, change } = editing;
  const count = Object.keys(vary).length;
  return html`<section class="card axes" aria-labelledby="axes-head"><h2 id="axes-head">Knobs</h2>
    ${Object.values(vary).map((axis, place) => axisFields(editing, axis, place, count))}
    ${fault === undefined ? nothing : html`<p class="fault" role="alert">${fault}</p>`}
    <div class="row">
      ${count === 1 ? html`<button type="button" @click=${() => change(withSecond(vary, point))}>add a second knob</button>` : html`<button type="button" @click=${() => change(swapped(vary))}>swap the knobs</button>`}
      <span class="faint number">${plan.axes.map(({ values }) => values.length).join(" × ")} ${count === 1 ? "" : html`= ${plan.count.toLocaleString("en")} `}points</span></div></section>`;
}

function axisFields({ point, vary, plan, change }: AxesEditing, axis: AxisInput, place: number, count: number): TemplateResult {
  const path = fieldsOf(vary)[place] as string;
  const knobs = knobsOf(point);
  const isOther = !knobs.some((knob) => knob.path === path);
  const role = count === 1 ? "knob" : place === 0 ? "knob across" : "knob upwards";
  const id = `axis-${place}`;
  const choose = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    change(withField(vary, place, value === OTHER ? "pool[0].max" : value, point));
  };
  const spacing = spacingOf(axis);
  const present = plan.axes[place]?.values ?? [];
  return html`<fieldset class="axis"><legend>${role}</legend>
    <div class="row">
      <select aria-label=${role} .value=${isOther ? OTHER : path} @change=${choose}>
        ${knobs.map((knob) => html`<option value=${knob.path} ?selected=${knob.path === path}>${knob.label}</option>`)}
        <option value=${OTHER} ?selected=${isOther}>another field …</option></select>
      ${isOther ? html`<input type="text" class="path" aria-label="path of the field, such as pool[0].mu" .value=${path} @change=${(event: Event) => change(withField(vary, place, (event.target as HTMLInputElement).value.trim(), point))} />` : nothing}
      ${count > 1 ? html`<button type="button" @click=${() => change(without(vary, place))} aria-label="remove the ${role}" title="remove">×</button>` : nothing}</div>
    <div class="row places">
      ${axis.range ? rangeFields(axis, (next) => change(withAxis(vary, place, next)), id) : nothing}
      <select aria-label="spacing of the ${role}" .value=${spacing} @change=${(event: Event) => change(withAxis(vary, place, spaced(axis, present, (event.target as HTMLSelectElement).value as Spacing)))}>
        ${Object.entries(SPACINGS).map(([value, words]) => html`<option value=${value} ?selected=${value === spacing}>${words}</option>`)}</select>
      ${axis.range ? amountField(axis, (next) => change(withAxis(vary, place, next)), role) : valuesField(axis, (next) => change(withAxis(vary, place, next)), role)}</div>
  </fieldset>`;
}

function rangeFields(axis: AxisInput, change: (axis: AxisInput) => void, id: string): TemplateResult {
  const range = axis.range as NonNullable<AxisInput["range"]>;
  const field = (name: "from" | "to") =>
    html`<label for="${id}-${name}">${name}</label><input id="${id}-${name}" type="number" step="any" ${typed(range[name])}
      @change=${(event: Event) => numberOf(event, (value) => change({ ...axis, range: { ...range, [name]: value } }))} />`;
  return html`${field("from")} ${field("to")}`;
}

function amountField(axis: AxisInput, change: (axis: AxisInput) => void, role: string): TemplateResult {
  const range = axis.range as NonNullable<AxisInput["range"]>;
  const isStep = range.step !== undefined;
  const set = (value: number) => change({ ...axis, range: { ...range, [isStep ? "step" : "count"]: value } });
  return html`<input type="number" class="amount" step=${isStep ? "any" : "1"} min=${isStep ? nothing : "1"} aria-label="${isStep ? "step" : "number of places"} of the ${role}"
    ${typed(isStep ? range.step : range.count)} @change=${(event: Event) => numberOf(event, set)} />`;
}

function valuesField(axis: AxisInput, change: (axis: AxisInput) => void, role: string): TemplateResult {
  const read = (event: Event) => {
    const field = event.target as HTMLInputElement;
    const values = numbersIn(field.value);
    field.setCustomValidity(values ? "" : "must be numbers, with spaces or commas between them");
    if (values) change({ ...axis, values });
    else field.reportValidity();
  };
  return html`<input type="text" class="values" aria-label="values of the ${role}" .value=${(axis.values ?? []).join(", ")} @change=${read} />`;
}

function numberOf(event: Event, take: (value: number) => void): void {
  const { value, valueAsNumber } = event.target as HTMLInputElement;
  if (value !== "" && Number.isFinite(valueAsNumber)) take(valueAsNumber);
}
