import { html, nothing, type TemplateResult } from "lit-html";
import type { CellTrialsAnswer, TrialEntry } from "../../api.ts";
import { shortNumber } from "../explore/shortNumber.ts";
import { linkToExplore } from "../explore/state.ts";
import type { Timeline } from "../state/timeline.ts";
import { harnessInWords, named, taskInWords, timeInWords } from "./cellWords.ts";
import { PER_PAGE, type RunsState } from "./state.ts";

/** The open cell: what it is, and its trials with how each ended. */
export function cellCard({ cell, total, offset, trials }: CellTrialsAnswer, time: Timeline<RunsState>): TemplateResult {
  const facts: readonly (readonly [string, string])[] = [
    ["agent", `${named(cell.agent)} ${named(cell.version)}`],
    ["model", `${named(cell.model)}, ${cell.source === "harness-lab" ? "the lab's own" : `of ${named(cell.source)}`}`],
    ["task", taskInWords(cell)],
    ["harness", harnessInWords(cell.harness)],
    ["cell", cell.key],
  ];
  const goTo = (next: number) => time.commit({ ...time.now, trialsOffset: next });
  return html`<section class="card cell" aria-labelledby="cell-head"><h2 id="cell-head">Trials of the open cell</h2>
    <dl class="facts">${facts.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl>
    ${cell.point ? html`<p><a href=${linkToExplore({ point: cell.point })}>open its point in Explore</a></p>` : nothing}
    <div class="scroll list" tabindex="0" role="region" aria-label="trials of the cell"><table>
      <thead><tr><td></td>${["trial", "status", "passed", "final bias", "stages accepted", "time", "begun (UTC)", "why"].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
      <tbody>${trials.map((trial) => line(trial, time))}</tbody></table></div>
    ${
      total <= trials.length
        ? nothing
        : html`<div class="row paging"><button type="button" ?disabled=${offset === 0} @click=${() => goTo(Math.max(0, offset - PER_PAGE))}>newer</button>
      <span class="number">${offset + 1} to ${offset + trials.length} of ${total}</span>
      <button type="button" ?disabled=${offset + trials.length >= total} @click=${() => goTo(offset + PER_PAGE)}>older</button></div>`
    }</section>`;
}

function line(entry: TrialEntry, time: Timeline<RunsState>): TemplateResult {
  const { key, number, trial, status, reason, passed, finalBias, stages, accepted, startedAt, durationMs } = entry;
  const { trial: open } = time.now;
  const isOpen = open?.key === key && open.number === number;
  const turn = () => {
    const { trial: _, ...rest } = time.now;
    time.commit(isOpen ? rest : { ...rest, trial: { key, number } });
  };
  const called = `trial ${trial}${number > 1 ? `, run again as number ${number}` : ""}`;
  return html`<tr aria-selected=${isOpen ? "true" : "false"}>
    <td><button type="button" aria-expanded=${isOpen ? "true" : "false"} aria-label="${isOpen ? "close" : "open"} ${called}" @click=${turn}>${isOpen ? "close" : "open"}</button></td>
    <th scope="row">${trial}${number > 1 ? html` <span class="faint">(record ${number})</span>` : nothing}</th>
    <td>${status}</td><td>${passed === undefined ? html`<span class="faint">no sample</span>` : passed ? "✓ yes" : "✗ no"}</td>
    <td class="number">${finalBias === undefined ? html`<span class="faint">unknown</span>` : shortNumber(finalBias, 4)}</td>
    <td class="number">${accepted} of ${stages}</td><td class="number">${timeInWords(durationMs)}</td>
    <td class="number">${startedAt.slice(0, 19).replace("T", " ")}</td><td class="words">${reason === undefined ? "" : named(reason)}</td></tr>`;
}
