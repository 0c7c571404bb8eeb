import "../styles/runs.css";
import { html, nothing, render, type TemplateResult } from "lit-html";
import type { CellTrialsAnswer, TrialAnswer, TrialCurveAnswer, TrialsAnswer } from "../../api.ts";
import { get } from "../api/client.ts";
import { fittedPicture } from "../picture/fittedPicture.ts";
import { keepInAddress } from "../shell/address.ts";
import { inWords } from "../shell/inWords.ts";
import type { Mount } from "../shell/mount.ts";
import { timeline } from "../state/timeline.ts";
import { cellCard } from "./cellCard.ts";
import { cellTable } from "./cellTable.ts";
import { curveCard } from "./curveCard.ts";
import { curveContent, type RunsPicture } from "./curveContent.ts";
import { filterCard } from "./filterCard.ts";
import type { TrialMeasure } from "./measures.ts";
import { linkOf, PER_PAGE, type RunsState, stateOf } from "./state.ts";
import { trialCard } from "./trialCard.ts";

/** What the server said last, and of what. */
interface Told {
  readonly list?: TrialsAnswer;
  readonly curve?: TrialCurveAnswer;
  readonly cell?: CellTrialsAnswer;
  readonly trial?: TrialAnswer;
}

/** Trials of real agents: what they came to, beside what the model says, and what each did. */
export const mount: Mount = (host) => {
  const { state: first, faults: linkFaults } = stateOf(location.search);
  const picture = fittedPicture();
  let asked = new AbortController();
  let told: Told = {};
  let drawn: ReturnType<typeof pictured> | undefined;
  let onPage: RunsPicture | undefined;
  let faults: Partial<Record<keyof Told, unknown>> = {};

  const time = timeline<RunsState>(first, (state, isStep) => {
    if (isStep) keepInAddress(linkOf(state));
    void load(state);
    show();
  });

  /** Each card by itself: one that fails leaves the others. */
  const load = async (state: RunsState) => {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const { agent, model, task, status, offset, over, cell, trialsOffset, trial } = state;
    const ask = async <N extends keyof Told>(name: N, answer: Promise<NonNullable<Told[N]>> | undefined) => {
      try {
        const found = await answer;
        if (signal.aborted) return;
        const rest = without(told, name);
        [told, faults] = [found === undefined ? rest : { ...rest, [name]: found }, without(faults, name)];
      } catch (error) {
        if (signal.aborted) return;
        [told, faults] = [without(told, name), { ...faults, [name]: error }];
      }
      show();
    };
    await Promise.all([
      ask("list", get<TrialsAnswer>("trials", { agent, model, task, status, offset, limit: PER_PAGE }, signal)),
      ask("curve", get<TrialCurveAnswer>("trials/curve", { over, agent, model, task }, signal)),
      ask(
        "cell",
        cell === undefined ? undefined : get<CellTrialsAnswer>(`trials/cells/${cell}`, { offset: trialsOffset, limit: PER_PAGE }, signal),
      ),
      ask("trial", trial && get<TrialAnswer>(`trials/${trial.key}`, {}, signal)),
    ]);
  };

  const show = () => {
    const { now } = time;
    if (drawn?.curve !== told.curve || drawn?.measure !== now.measure) drawn = pictured(told.curve, now.measure);
    const shown = told.curve?.over === now.over ? drawn?.picture : undefined;
    render(
      html`${filterCard(time, told.list, () => void load(time.now))} ${linkFaults.map((fault) => html`<p class="fault bad-link">${fault}; the link was mended.</p>`)}
      ${told.list?.kept === 0 ? nothing : (faultCard("curve") ?? curveCard(time, told.curve, shown, picture.element))} ${faultCard("list") ?? listCard()}
      ${now.cell === undefined ? nothing : (faultCard("cell") ?? (told.cell?.cell.key === now.cell ? cellCard(told.cell, time) : nothing))}
      ${now.trial === undefined ? nothing : (faultCard("trial") ?? (told.trial ? trialCard(told.trial, now.trial) : nothing))}`,
      host,
    );
    // A picture is laid out by the width of its card, which it has once it is on the page.
    if (shown && onPage !== shown) void picture.show(shown.content);
    onPage = shown;
  };

  const faultCard = (name: keyof Told): TemplateResult | undefined =>
    faults[name] === undefined
      ? undefined
      : html`<section class="card"><p class="fault" role="alert">${inWords(faults[name])}</p>
        <button type="button" @click=${() => void load(time.now)}>try again</button></section>`;

  const listCard = (): TemplateResult =>
    told.list
      ? html`<section class="card" aria-label="cells"><h2>Cells</h2>${cellTable(told.list, time)}</section>`
      : html`<section class="card" aria-busy="true"><p class="faint">…</p></section>`;

  time.commit(time.now);
  return {
    end() {
      asked.abort();
      picture.end();
    },
    undo: () => time.undo(),
    redo: () => time.redo(),
  };
};

const pictured = (curve: TrialCurveAnswer | undefined, measure: TrialMeasure) => ({
  curve,
  measure,
  picture: curve && curveContent(curve, measure),
});

function without<T extends object>(all: T, name: keyof T): T {
  const { [name]: _, ...rest } = all;
  return rest as T;
}
