import { html, type TemplateResult } from "lit-html";
import { knobsOf } from "../knobs/knobs.ts";
import type { Timeline } from "../state/timeline.ts";
import { bestInWords, type SolvedCurve } from "./curve.ts";
import { type ExploreState, MOST_PINS } from "./state.ts";

/** What the curve goes over, and where it is best. */
export function curveHead(state: ExploreState, curve: SolvedCurve | undefined, onKnob: (path: string) => void): TemplateResult {
  return html`<div class="row">
      <h1>Pass rate and final bias over</h1>
      <select aria-label="knob that the curve goes over" .value=${state.knob} @change=${(event: Event) => onKnob((event.target as HTMLSelectElement).value)}>
        ${knobsOf(state.point).map(({ path, title }) => html`<option value=${path} ?selected=${path === state.knob}>${title}</option>`)}
      </select>
    </div>
    <p class="best" aria-live="polite">${curve ? bestInWords(curve.knob, curve.places) : "…"}</p>`;
}

/** Curves that are kept to compare with. */
export function pinList(time: Timeline<ExploreState>): TemplateResult {
  const { now } = time;
  const pin = () => {
    const names = new Set(now.pins.map(({ name }) => name));
    const number = Array.from({ length: MOST_PINS + 1 }, (_, i) => i + 1).find((i) => !names.has(`pin ${i}`));
    time.commit({ ...now, pins: [...now.pins, { name: `pin ${number}`, point: now.point }] });
  };
  const rename = (index: number, name: string) => {
    const taken = now.pins.some((other, i) => i !== index && other.name === name);
    if (name.trim() !== "" && !taken)
      time.commit({ ...now, pins: now.pins.with(index, { ...(now.pins[index] as ExploreState["pins"][number]), name }) });
  };
  return html`<div class="pins">
    <button type="button" ?disabled=${now.pins.length >= MOST_PINS} @click=${pin}>pin this curve</button>
    ${now.pins.map(
      ({ name, point }, i) => html`<span class="pin pin-${i}">
        <input type="text" maxlength="40" aria-label="name of pin ${i + 1}" .value=${name} @change=${(event: Event) => rename(i, (event.target as HTMLInputElement).value)} />
        <button type="button" @click=${() => time.commit({ ...now, point })}>go there</button>
        <button type="button" aria-label="remove ${name}" @click=${() => time.commit({ ...now, pins: now.pins.toSpliced(i, 1) })}>×</button>
      </span>`,
    )}
  </div>`;
}
