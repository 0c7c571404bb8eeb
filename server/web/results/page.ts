import "../styles/results.css";
import { html, render, type TemplateResult } from "lit-html";
import type { ResultAnswer, ResultComparison, ResultsAnswer } from "../../api.ts";
import { get, ServerProblem } from "../api/client.ts";
import { fittedPicture } from "../picture/fittedPicture.ts";
import { keepInAddress } from "../shell/address.ts";
import { inWords } from "../shell/inWords.ts";
import type { Mount } from "../shell/mount.ts";
import { timeline } from "../state/timeline.ts";
import { comparison, details } from "./details.ts";
import { filterCard } from "./filterCard.ts";
import { overlayContent } from "./overlay.ts";
import { resultTable } from "./resultTable.ts";
import { linkOf, MOST_SELECTED, PER_PAGE, type ResultsState, stateOf, unfinished } from "./state.ts";

/** Typing a filter is one question, not one a letter. */
const TYPING_MS = 250;

/** The store: what is in it, and what two results say against each other. */
export const mount: Mount = (host) => {
  const overlay = fittedPicture();
  let asked = new AbortController();
  let answer: ResultsAnswer | undefined;
  let chosen: readonly ResultAnswer[] = [];
  let compared: ResultComparison | undefined;
  let fault: unknown;
  let typing: ReturnType<typeof setTimeout> | undefined;

  const time = timeline<ResultsState>(stateOf(location.search), (state, isStep) => {
    if (isStep) keepInAddress(linkOf(state));
    clearTimeout(typing);
    typing = setTimeout(() => void load(state), isStep ? 0 : TYPING_MS);
    show();
  });

  const load = async (state: ResultsState) => {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const { selected, ...filter } = state;
    const why = unfinished(filter);
    fault = why === "" ? undefined : new Error(why);
    if (fault !== undefined) return show();
    try {
      answer = await get<ResultsAnswer>("results", { ...filter, limit: PER_PAGE }, signal);
      show();
      chosen = await Promise.all(selected.map((key) => get<ResultAnswer>(`results/${key}`, {}, signal)));
      compared = undefined;
      if (chosen.length === 2) {
        const [first, second] = chosen.map(({ key }) => key);
        compared = await get<ResultComparison>("results/compare", { first, second }, signal).catch((error: unknown) => {
          if (error instanceof ServerProblem) return undefined; // nothing in common: the overlay still shows both
          throw error;
        });
      }
    } catch (error) {
      if (signal.aborted) return;
      fault = error;
    }
    show();
    const content = overlayContent(chosen);
    if (content) await overlay.show(content);
  };

  const toggle = (key: string) => {
    const { now } = time;
    const isSelected = now.selected.some((other) => key.startsWith(other));
    const selected = isSelected ? now.selected.filter((other) => !key.startsWith(other)) : [...now.selected, key].slice(-MOST_SELECTED);
    time.commit({ ...now, selected });
  };

  const show = () => render(html`${filterCard(time, answer)} ${listCard()} ${chosen.length > 0 ? selectionCard() : ""}`, host);

  const listCard = (): TemplateResult => {
    if (fault)
      return html`<section class="card"><p class="fault" role="alert">${inWords(fault)}</p>
        <button type="button" @click=${() => void load(time.now)}>try again</button></section>`;
    if (!answer) return html`<section class="card" aria-busy="true"><p class="faint">…</p></section>`;
    return html`<section class="card" aria-label="results">${resultTable(answer, time, toggle)}</section>`;
  };

  const selectionCard = (): TemplateResult =>
    html`<section class="card" aria-label="selected results"><h2>${chosen.length === 1 ? "The selected result" : `${chosen.length} selected results`}</h2>
      ${overlay.element} ${compared ? comparison(compared) : ""} ${chosen.map(details)}</section>`;

  time.commit(time.now);
  return {
    end() {
      asked.abort();
      clearTimeout(typing);
      overlay.end();
    },
    undo: () => time.undo(),
    redo: () => time.redo(),
  };
};
