import { html, render, type TemplateResult } from "lit-html";
import { inWords } from "../../shell/inWords.ts";
import { Refused } from "../../solver/client.ts";
import type { Panel, Question } from "../panel.ts";

/** Room for the titles and labels of a vertical axis, px. */
const AXIS = 86;

/** Of a picture's width, px, what is left for its panel. */
export const panelWidth = (whole: number): number => Math.max(200, whole - AXIS);

export interface CardPlan {
  readonly title: string;
  /** What it shows, in a sentence. */ readonly plain: string;
  /** Takes a whole row of the page. */ readonly isWide?: boolean;
  /** What the answer depends on: while that stays, it is not sought again. */ of(question: Question): unknown;
  /** Solves and draws; what it returns stands below the sentence. */
  answer(question: Question): Promise<TemplateResult>;
  end?(): void;
}

/** A card of the Explore page. A failure of its own is said in it, and hurts no other. */
export function card({ title, plain, isWide = false, of, answer, end }: CardPlan): Panel {
  const element = document.createElement("section");
  element.className = isWide ? "card wide" : "card";
  element.setAttribute("aria-label", title);
  let answered = "";
  const show = (body: TemplateResult | string) =>
    render(
      html`<h2>${title}<span class="at-work" aria-hidden="true"> · at work</span></h2><p class="faint">${plain}</p><div class="answer">${body}</div>`,
      element,
    );
  show("…");
  return {
    element,
    async show(question) {
      const asked = JSON.stringify(of(question));
      if (asked === answered) return element.removeAttribute("aria-busy");
      element.setAttribute("aria-busy", "true");
      try {
        const body = await answer(question);
        if (question.signal.aborted) return;
        show(body);
        answered = asked;
      } catch (error) {
        if (question.signal.aborted) throw error;
        answered = "";
        show(html`<p class=${error instanceof Refused ? "" : "fault"}>${inWords(error)}</p>`);
      } finally {
        if (!question.signal.aborted) element.removeAttribute("aria-busy");
      }
    },
    end: () => end?.(),
  };
}
