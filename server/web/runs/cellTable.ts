import { html, nothing, type TemplateResult } from "lit-html";
import type { TrialCell, TrialsAnswer } from "../../api.ts";
import { shortNumber } from "../explore/shortNumber.ts";
import { linkToExplore } from "../explore/state.ts";
import type { Timeline } from "../state/timeline.ts";
import { harnessInWords, named, taskInWords, timeInWords } from "./cellWords.ts";
import { PER_PAGE, type RunsState } from "./state.ts";

/** What a narrow screen shows first is what a cell is and how often it passed. */
const HEADS = [
  "harness",
  "pass rate (95%)",
  "trials",
  "agent",
  "final bias",
  "attempts accepted",
  "hallucinated",
  "tokens",
  "cost",
  "time",
  "task",
  "model",
] as const;

/** A page of cells; one is opened to see its trials. */
export function cellTable({ total, kept, offset, cells }: TrialsAnswer, time: Timeline<RunsState>): TemplateResult {
  if (kept === 0) return empty();
  if (total === 0) return html`<p>No cell fits this filter. <button type="button" @click=${() => showAll(time)}>show all</button></p>`;
  const goTo = (next: number) => time.commit({ ...time.now, offset: next });
  return html`<div class="scroll list" tabindex="0" role="region" aria-label="list of cells"><table>
      <thead><tr><td></td>${HEADS.map((head) => html`<th scope="col">${head}</th>`)}<td></td></tr></thead>
      <tbody>${cells.map((cell) => line(cell, time))}</tbody>
    </table></div>
    <p class="faint">After a +: records that are no sample, whose trials are run again or were since. Tokens, cost and time are means a trial. “unknown”: not told for every trial. Hallucinated: stages claimed done whose check fails, of stages claimed.</p>
    ${
      total <= cells.length
        ? nothing
        : html`<div class="row paging">
      <button type="button" ?disabled=${offset === 0} @click=${() => goTo(Math.max(0, offset - PER_PAGE))}>newer</button>
      <span class="number">${offset + 1} to ${offset + cells.length} of ${total}</span>
      <button type="button" ?disabled=${offset + cells.length >= total} @click=${() => goTo(offset + PER_PAGE)}>older</button></div>`
    }`;
}

const showAll = ({ now: { over, measure, trialsOffset }, commit }: Timeline<RunsState>) =>
  commit({ over, measure, trialsOffset, offset: 0 });

function line(cell: TrialCell, time: Timeline<RunsState>): TemplateResult {
  const { now } = time;
  const isOpen = now.cell === cell.key;
  const turn = () => {
    const { cell: _, trial: __, ...rest } = now;
    time.commit({ ...rest, trialsOffset: 0, ...(isOpen ? {} : { cell: cell.key }) });
  };
  const harness = harnessInWords(cell.harness);
  return html`<tr aria-selected=${isOpen ? "true" : "false"}>
    <td><button type="button" aria-expanded=${isOpen ? "true" : "false"} aria-label="${isOpen ? "close" : "open"} ${named(cell.agent)}, ${harness}" @click=${turn}>${isOpen ? "close" : "open"}</button></td>
    <th scope="row" class="words">${harness}</th>${figures(cell, html`<td>${named(cell.agent)} <span class="faint">${named(cell.version)}</span></td>`)}
    <td class="words">${taskInWords(cell)}</td><td>${named(cell.model)}</td>
    <td>${cell.point ? html`<a href=${linkToExplore({ point: cell.point })}>open in Explore</a>` : ""}</td></tr>`;
}

function figures(cell: TrialCell, agent: TemplateResult): TemplateResult {
  const { summary, task } = cell;
  if (!summary)
    return html`<td class="faint">none</td><td>${trialsInWords(cell)}</td>${agent}<td colspan="6" class="faint">no trial came to an end that says something of agent and harness</td>`;
  const { trials, passed, interval, finalBias, attempts, claims, inputTokens, outputTokens, cost, durationMs } = summary;
  const bias = task.kind === "folder" ? html`<span class="faint">has none</span>` : finalBias ? biasInWords(finalBias) : unknown;
  return html`<td class="number">${rate(passed / trials)} <span class="faint">(${rate(interval.low)} to ${rate(interval.high)})</span></td>
    <td>${trialsInWords(cell)}</td>${agent}
    <td class="number">${bias}</td>
    <td class="number">${attempts.made === 0 ? html`<span class="faint">none made</span>` : html`${rate(attempts.accepted / attempts.made)} <span class="faint">(${attempts.accepted} of ${attempts.made})</span>`}</td>
    <td class="number">${claims.made === 0 ? html`<span class="faint">no claims</span>` : `${claims.hallucinated} of ${claims.made}`}</td>
    <td class="number">${inputTokens === undefined || outputTokens === undefined ? unknown : grouped(inputTokens + outputTokens)}</td>
    <td class="number">${cost === undefined ? unknown : shortNumber(cost, 3)}</td>
    <td class="number">${timeInWords(durationMs)}</td>`;
}

const unknown = html`<span class="faint">unknown</span>`;
const rate = (share: number) => shortNumber(Number(share.toFixed(3)));
const grouped = (count: number) => Math.round(count).toLocaleString("en-GB");
const biasInWords = ({ mean, error }: { readonly mean: number; readonly error?: number }) =>
  html`${shortNumber(mean, 3)}${error === undefined ? "" : html` <span class="faint">± ${shortNumber(error, 2)}</span>`}`;

/** Samples first, then what was none. */
function trialsInWords({ summary, statuses }: TrialCell): TemplateResult {
  const others = (["model failed", "stopped", "fault"] as const).flatMap((status) => {
    const count = statuses[status];
    return count === undefined ? [] : [`${count} ${status}`];
  });
  return html`<span class="number">${summary?.trials ?? "none"}</span>${others.length > 0 ? html` <span class="faint">+ ${others.join(", ")}</span>` : ""}`;
}

function empty(): TemplateResult {
  return html`<p>No trials are kept where this server looks: in <code>results/trials</code>, unless it was started with <code>--trials</code>. Make some in a terminal, with an agent that is installed and without a key:</p>
    <pre tabindex="0"><code>harness-lab agents doctor
harness-lab agents demo --agent codex --k 1,2,5,10 --trials 20</code></pre>
    <p class="faint">The first says which agents are installed and how to get one; the second runs it against the lab's own model. “look again” shows trials as they end.</p>`;
}
