import { html, type TemplateResult } from "lit-html";
import type { TrialsAnswer } from "../../api.ts";
import { undoButtons } from "../shell/undoButtons.ts";
import type { Timeline } from "../state/timeline.ts";
import { named } from "./cellWords.ts";
import { type RunsState, STATUSES } from "./state.ts";

type FilterName = "agent" | "model" | "task" | "status";

/** Which cells are listed and drawn. */
export function filterCard(time: Timeline<RunsState>, answer: TrialsAnswer | undefined, again: () => void): TemplateResult {
  const { now } = time;
  const set = (name: FilterName) => (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    const { [name]: _, ...rest } = now;
    time.commit({ ...rest, ...(value === "" ? {} : { [name]: value }), offset: 0 });
  };
  const choice = (name: FilterName, label: string, choices: readonly string[]) => {
    const chosen = now[name];
    const all = chosen === undefined || choices.includes(chosen) ? choices : [...choices, chosen];
    return html`<label>${label} <select @change=${set(name)}>
      <option value="" ?selected=${chosen === undefined}>any</option>
      ${all.map((each) => html`<option value=${each} .selected=${chosen === each}>${named(each)}</option>`)}
    </select></label>`;
  };
  return html`<section class="card"><h1>Runs of real agents</h1>
    <p>Trials of terminal agents on tasks under harnesses. A cell is one agent with one model on one task under one harness; its trials are repeats, and its pass rate has an interval. ${count(answer)}</p>
    <div class="row filters">
      ${choice("agent", "agent", answer?.agents ?? [])} ${choice("model", "model", answer?.models ?? [])}
      ${choice("task", "task", answer?.tasks ?? [])} ${choice("status", "with a trial", STATUSES)}
    </div>
    <div class="row">${undoButtons(time)} <button type="button" @click=${again} title="agents may be at work meanwhile">look again</button></div>
    ${answer && answer.damaged.count > 0 ? damage(answer.damaged) : ""}</section>`;
}

const count = (answer: TrialsAnswer | undefined) =>
  answer
    ? `${answer.total} ${answer.total === 1 ? "cell fits" : "cells fit"} the filter; ${answer.kept} records of trials are kept in all.`
    : "";

function damage({ count, first }: TrialsAnswer["damaged"]): TemplateResult {
  return html`<details class="more"><summary>${count === 1 ? "One record is" : `${count} records are`} damaged and left out</summary>
    <ul>${first.map(({ key, number, damage }) => html`<li><code>${key.slice(0, 12)}</code>, number ${number}: ${named(damage)}</li>`)}</ul>
    ${count > first.length ? html`<p class="faint">and ${count - first.length} more</p>` : ""}</details>`;
}
