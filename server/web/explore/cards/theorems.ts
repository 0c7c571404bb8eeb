import { html, type TemplateResult } from "lit-html";
import type { TheoryAnswer } from "../../../api.ts";
import { post } from "../../api/client.ts";
import type { MakePanel } from "../panel.ts";
import { card } from "./card.ts";
import { granularity, guidance, stopping } from "./theoremWords.ts";

/** What theorems 1 to 3 say at this point. */
export const theoremsCard: MakePanel = () =>
  card({
    title: "What the theorems say here",
    plain: "Each bounds or predicts the exact figures; where it says nothing at this point, that is said.",
    live: false,
    async answer({ point, signal }) {
      const said = await post<TheoryAnswer>("theory", point, signal);
      return html`<dl class="theorems">
        ${theorem("1", "granularity and capability", "granularity-capability", granularity(said))}
        ${theorem("2", "guidance by evidence", "guidance-evidence", guidance(said))}
        ${theorem("3", "when to let go", "marginal-stopping", stopping(said))}
      </dl>`;
    },
  });

function theorem(number: string, title: string, page: string, sentences: readonly string[]): TemplateResult {
  return html`<dt>Theorem ${number}, ${title} <span class="faint">docs/theory/${page}.md</span></dt>
    ${sentences.map((sentence) => html`<dd>${sentence}</dd>`)}`;
}
