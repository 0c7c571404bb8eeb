import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { ExportFormat, ResultsAnswer } from "../../api.ts";
import { addressOf } from "../api/client.ts";
import { undoButtons } from "../shell/undoButtons.ts";
import type { Timeline } from "../state/timeline.ts";
import type { FilterName, ResultsState } from "./state.ts";

const EXPORTS: readonly (readonly [ExportFormat, string])[] = [
  ["csv", "CSV"],
  ["parquet", "Parquet"],
  ["json", "JSON"],
];

/** Which results are listed, and taken away. */
export function filterCard(time: Timeline<ResultsState>, answer: ResultsAnswer | undefined): TemplateResult {
  const { now } = time;
  const set = (name: FilterName, value: string): ResultsState => {
    const { [name]: _, ...rest } = now;
    return { ...rest, ...(value === "" ? {} : { [name]: value }), offset: 0 };
  };
  const typed = (event: Event) => (event.target as HTMLInputElement).value.trim();
  const field = (name: FilterName, label: string, placeholder: string) =>
    html`<label>${label} <input type="search" placeholder=${placeholder} .value=${live(now[name] ?? "")}
      @input=${(event: Event) => time.preview(set(name, typed(event)))} @change=${(event: Event) => time.commit(set(name, typed(event)))} /></label>`;
  const choice = (name: FilterName, label: string, choices: readonly string[]) =>
    html`<label>${label} <select @change=${(event: Event) => time.commit(set(name, typed(event)))}>
      <option value="">any</option>${choices.map((each) => html`<option value=${each} ?selected=${now[name] === each}>${each}</option>`)}
    </select></label>`;
  const { experiment, method, key, since, text } = now;
  return html`<section class="card"><h1>Stored results</h1>
    <p>Every point that was solved or simulated with a store, with where it came from. ${count(answer)}</p>
    <div class="row filters">
      ${choice("experiment", "experiment", answer?.experiments ?? [])} ${choice("method", "method", answer?.methods ?? [])}
      ${field("text", "name", "part of it")} ${field("key", "key", "how it begins")} ${field("since", "since", "2026-11-25")}
    </div>
    <div class="row">
      ${undoButtons(time)}
      <span>Take away what the filter leaves:</span>
      ${EXPORTS.map(([format, label]) => html`<a class="button" download="results.${format}" href=${addressOf("results/export", { format, experiment, method, key, since, text })}>${label}</a>`)}
    </div></section>`;
}

function count(answer: ResultsAnswer | undefined): string {
  if (!answer) return "";
  const damaged = answer.damaged > 0 ? ` ${answer.damaged} are damaged and left out.` : "";
  return `${answer.total} fit the filter.${damaged}`;
}
