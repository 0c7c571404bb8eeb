import { html, nothing, type TemplateResult } from "lit-html";
import type { TrialCurveAnswer, TrialKnob } from "../../api.ts";
import type { Timeline } from "../state/timeline.ts";
import type { RunsPicture } from "./curveContent.ts";
import { MEASURE_NAMES, MEASURES, type TrialMeasure } from "./measures.ts";
import { KNOBS, type RunsState } from "./state.ts";

/** A picture of the trials over one knob. */
export function curveCard(
  time: Timeline<RunsState>,
  answer: TrialCurveAnswer | undefined,
  shown: RunsPicture | undefined,
  picture: HTMLElement,
): TemplateResult {
  const { now } = time;
  const knobs = Object.entries(KNOBS) as [TrialKnob, (typeof KNOBS)[TrialKnob]][];
  return html`<section class="card" aria-labelledby="curve-head"><h2 id="curve-head">${MEASURES[now.measure].title} over ${KNOBS[now.over].title}</h2>
    <div class="row">
      <label>of <select @change=${(event: Event) => time.commit({ ...now, measure: (event.target as HTMLSelectElement).value as TrialMeasure })}>
        ${MEASURE_NAMES.map((name) => html`<option value=${name} .selected=${name === now.measure}>${MEASURES[name].title}</option>`)}</select></label>
      <label>over <select @change=${(event: Event) => time.commit({ ...now, over: (event.target as HTMLSelectElement).value as TrialKnob })}>
        ${knobs.map(([name, { title, plain }]) => html`<option value=${name} .selected=${name === now.over}>${title}: ${plain}</option>`)}</select></label>
    </div>
    <p class="faint">${said(now, answer, shown)}</p>
    <div ?hidden=${!shown}>${picture}</div>
    ${answer && answer.more > 0 ? html`<p class="faint">${answer.more} more series are not drawn; a filter brings them up.</p>` : nothing}</section>`;
}

function said({ over, measure }: RunsState, answer: TrialCurveAnswer | undefined, shown: RunsPicture | undefined): string {
  if (!answer) return "…";
  const knob = KNOBS[over].title;
  if (answer.series.length === 0) return `No two cells that fit the filter differ in ${knob} alone.`;
  if (!shown) return `None of the cells that differ in ${knob} alone has a ${MEASURES[measure].title}.`;
  const line = shown.hasExact ? " Lines are exact, from the model, where the agent's model is the lab's own." : "";
  return `Points are trials with ${MEASURES[measure].intervals}.${line}`;
}
