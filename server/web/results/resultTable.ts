import { html, type TemplateResult } from "lit-html";
import type { KnownFigure, ResultEntry, ResultsAnswer } from "../../api.ts";
import { shortNumber } from "../explore/shortNumber.ts";
import { linkToExplore } from "../explore/state.ts";
import type { Timeline } from "../state/timeline.ts";
import { pointIn } from "./pointIn.ts";
import { PER_PAGE, type ResultsState } from "./state.ts";

/** A page of the list; a result is chosen to be looked at, or compared with others. */
export function resultTable(
  { total, offset, results }: ResultsAnswer,
  time: Timeline<ResultsState>,
  toggle: (key: string) => void,
): TemplateResult {
  if (total === 0) return empty(time);
  const goTo = (next: number) => time.commit({ ...time.now, offset: next });
  return html`<div class="scroll list" tabindex="0" role="region" aria-label="list of results"><table>
      <thead><tr><td></td><th scope="col">name</th><th scope="col">method</th><th scope="col">pass rate</th><th scope="col">final bias</th><th scope="col">begun (UTC)</th><th scope="col">key</th><td></td></tr></thead>
      <tbody>${results.map((entry) => line(entry, isSelected(entry, time.now), toggle))}</tbody>
    </table></div>
    <div class="row paging">
      <button type="button" ?disabled=${offset === 0} @click=${() => goTo(Math.max(0, offset - PER_PAGE))}>newer</button>
      <span class="number">${offset + 1} to ${offset + results.length} of ${total}</span>
      <button type="button" ?disabled=${offset + results.length >= total} @click=${() => goTo(offset + PER_PAGE)}>older</button>
    </div>`;
}

const isSelected = ({ key }: ResultEntry, { selected }: ResultsState) => selected.some((chosen) => key.startsWith(chosen));

function line(entry: ResultEntry, chosen: boolean, toggle: (key: string) => void): TemplateResult {
  const { key, name, method, headline, startedAt, parameters } = entry;
  const point = pointIn(parameters);
  return html`<tr aria-selected=${chosen ? "true" : "false"}>
    <td><input type="checkbox" aria-label="choose ${name}" .checked=${chosen} @change=${() => toggle(key)} /></td>
    <th scope="row">${name}</th><td>${method}</td><td>${figure(headline.passRate)}</td><td>${figure(headline.finalBias)}</td>
    <td>${startedAt.slice(0, 19).replace("T", " ")}</td><td><code>${key.slice(0, 12)}</code></td>
    <td>${point ? html`<a href=${linkToExplore({ point })}>explore</a>` : ""}</td></tr>`;
}

/** With its interval, where it was simulated. */
export function figure(known: KnownFigure | undefined): string {
  if (!known) return "";
  const { value, low, high } = known;
  return low === undefined || high === undefined
    ? shortNumber(value, 4)
    : `${shortNumber(value, 4)} (${shortNumber(low, 4)} to ${shortNumber(high, 4)})`;
}

function empty(time: Timeline<ResultsState>): TemplateResult {
  const { experiment, method, key, since, text } = time.now;
  if ([experiment, method, key, since, text].some((given) => given !== undefined))
    return html`<p>No result fits this filter. <button type="button" @click=${() => time.commit({ offset: 0, selected: [] })}>show all</button></p>`;
  return html`<p>The store is empty. A sweep fills it, on the <a href="/sweeps">Sweeps page</a> when it is solved on the server, or in a terminal:</p>
    <pre tabindex="0"><code>harness-lab sweep --spec examples/sweep.yaml --out sweep.csv</code></pre>`;
}
