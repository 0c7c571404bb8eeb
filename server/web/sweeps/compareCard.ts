import { html, nothing, render, type TemplateResult } from "lit-html";
import type { PointInput } from "../../../model/point.ts";
import type { Solution } from "../../../model/result.ts";
import type { JobProgress, JobResults } from "../../api.ts";
import { runJob } from "../api/jobs.ts";
import { inWords } from "../shell/inWords.ts";
import { solver } from "../solver/solvers.ts";
import { compareCommand, comparisonInWords, type Differences, differenceRows, exactDifferences } from "./comparing.ts";
import type { SweepState } from "./state.ts";

/** Two harnesses side by side: a kept one, and the base point. */
export interface CompareCard {
  readonly element: HTMLElement;
  show(state: SweepState): void;
  end(): void;
}

/** What is known of one pair of points. */
interface Pair {
  readonly key: string;
  readonly first: PointInput;
  readonly second: PointInput;
  exact?: Differences | { readonly absent: string };
  paired?: JobResults["compare"];
  progress?: JobProgress;
  trouble?: string;
  running?: AbortController;
}

export function compareCard(): CompareCard {
  const element = document.createElement("section");
  element.className = "card compare";
  element.setAttribute("aria-label", "compare two harnesses");
  const leaving = new AbortController();
  let state: SweepState | undefined;
  let chosen = 0;
  let pair: Pair | undefined;

  const draw = () => {
    if (!state) return;
    element.hidden = state.pins.length === 0;
    render(element.hidden || !pair ? nothing : body(state, pair), element);
  };
  const choose = () => {
    const pin = state?.pins[chosen] ?? state?.pins.at(-1);
    if (!state || !pin) return;
    const key = JSON.stringify([pin.point, state.point, state.runs, state.seed]);
    if (pair?.key === key) return;
    pair?.running?.abort();
    pair = { key, first: pin.point, second: state.point };
    void solveExactly(pair);
  };
  const solveExactly = async (mine: Pair) => {
    const ask = (point: PointInput) => solver("behind").ask<Solution>("solution", { point }, { signal: leaving.signal });
    try {
      const [first, second] = await Promise.all([ask(mine.first), ask(mine.second)]);
      mine.exact = exactDifferences(first, second);
    } catch (error) {
      if (leaving.signal.aborted) return;
      mine.exact = { absent: inWords(error) };
    }
    draw();
  };
  const compare = async (mine: Pair, { runs, seed }: SweepState) => {
    const stop = new AbortController();
    mine.running = stop;
    delete mine.trouble;
    draw();
    const { first, second } = mine;
    const onProgress = (progress: JobProgress) => {
      mine.progress = progress;
      draw();
    };
    try {
      const signal = AbortSignal.any([stop.signal, leaving.signal]);
      mine.paired = await runJob<"compare">({ kind: "compare", first, second, runs, seed }, { onProgress }, signal);
    } catch (error) {
      if (!stop.signal.aborted) mine.trouble = inWords(error);
    } finally {
      delete mine.running;
      delete mine.progress;
      draw();
    }
  };

  const body = (now: SweepState, mine: Pair): TemplateResult => {
    const exact = mine.exact && !("absent" in mine.exact) ? (mine.exact as Differences) : undefined;
    const pick = (event: Event) => {
      chosen = Number((event.target as HTMLSelectElement).value);
      choose();
      draw();
    };
    const runs = now.runs.toLocaleString("en");
    return html`<h2>Compare with a kept harness</h2>
      <div class="row"><label>kept <select @change=${pick}>${now.pins.map(({ name }, i) => html`<option value=${i} ?selected=${i === Math.min(chosen, now.pins.length - 1)}>${name}</option>`)}</select></label>
        ${
          mine.running
            ? html`<progress max=${mine.progress?.total ?? 1} value=${mine.progress?.done ?? 0} aria-label="runs of the comparison"></progress><button type="button" @click=${() => mine.running?.abort()}>cancel</button>`
            : html`<button type="button" class="first" @click=${() => void compare(mine, now)}>compare on ${runs} paired runs</button>`
        }</div>
      <p class="faint">Differences are the present base point minus the kept one. Both are run on the same random numbers, so that what differs is the harness.</p>
      ${mine.trouble === undefined ? nothing : html`<p class="fault" role="alert">${mine.trouble}</p>`}
      ${mine.exact && "absent" in mine.exact ? html`<p>No exact difference: ${mine.exact.absent}.</p>` : nothing}
      ${mine.paired ? html`<p role="status" class="verdict">${comparisonInWords(mine.paired, exact ?? {})}</p>` : nothing}
      ${exact || mine.paired ? differenceTable(mine, exact ?? {}) : html`<p class="faint">Solving both exactly …</p>`}
      <details class="more"><summary>command</summary><pre tabindex="0"><code>${compareCommand(mine.first, mine.second, now.runs, now.seed)}</code></pre></details>`;
  };
  return {
    element,
    show(next) {
      state = next;
      choose();
      draw();
    },
    end: () => leaving.abort(),
  };
}

function differenceTable({ paired }: Pair, exact: Differences): TemplateResult {
  const isPaired = paired !== undefined;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="differences"><table><thead><tr><th scope="col">figure</th><th scope="col">exact difference</th>
    ${isPaired ? html`<th scope="col">paired difference, 95%</th><th scope="col">interval shorter by pairing</th>` : nothing}</tr></thead>
    <tbody>${differenceRows(paired, exact).map(
      (row) =>
        html`<tr><th scope="row">${row.figure}</th><td>${row.exact}</td>${isPaired ? html`<td>${row.paired}</td><td>${row.shorter}</td>` : nothing}</tr>`,
    )}</tbody></table></div>`;
}
