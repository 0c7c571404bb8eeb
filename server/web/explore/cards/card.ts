import { html, render, type TemplateResult } from "lit-html";
import { inWords } from "../../api/client.ts";
import type { PictureWidth } from "../../picture/width.ts";
import { Refused } from "../../solver/client.ts";
import type { Panel, Question } from "../panel.ts";

/** Room for the titles and labels of a vertical axis, px. */
const AXIS = 86;

export const panelWidth = ({ now }: PictureWidth): number => Math.max(200, now - AXIS);

export interface CardPlan {
  readonly title: string;
  /** What it shows, in a sentence. */ readonly plain: string;
  readonly live: boolean;
  /** Solves and draws; what it returns stands below the sentence. */
  answer(question: Question): Promise<TemplateResult>;
  end?(): void;
}

/** A card of the Explore page. A failure of its own is said in it, and hurts no other. */
export function card({ title, plain, live, answer, end }: CardPlan): Panel {
  const element = document.createElement("section");
  element.className = "card";
  element.setAttribute("aria-label", title);
  const show = (body: TemplateResult | string) => render(html`<h2>${title}</h2><p class="faint">${plain}</p>${body}`, element);
  show("…");
  return {
    element,
    live,
    async show(question) {
      element.setAttribute("aria-busy", "true");
      try {
        const body = await answer(question);
        if (!question.signal.aborted) show(body);
      } catch (error) {
        if (question.signal.aborted) throw error;
        show(html`<p class=${error instanceof Refused ? "" : "fault"}>${inWords(error)}</p>`);
      } finally {
        if (!question.signal.aborted) element.removeAttribute("aria-busy");
      }
    },
    end: () => end?.(),
  };
}
