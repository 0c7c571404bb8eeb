import { html, type TemplateResult } from "lit-html";
import { type FittedPicture, fittedPicture, type OfWidth } from "../../picture/fittedPicture.ts";
import { solver } from "../../solver/solvers.ts";
import type { TheoremsShown } from "../../solver/theorems.ts";
import type { MakePanel } from "../panel.ts";
import { card, panelWidth } from "./card.ts";
import { granularityPicture, guidancePicture, stoppingPicture } from "./theoremPictures.ts";
import { granularity, guidance, stopping } from "./theoremWords.ts";

/** What theorems 1 to 3 say at this point. */
export const theoremsCard: MakePanel = () => {
  const views = [fittedPicture(), fittedPicture(), fittedPicture()] as const;
  return card({
    title: "What the theorems say here",
    plain: "Each bounds or predicts the exact figures; where it says nothing at this point, that is said.",
    isWide: true,
    of: ({ point }) => point,
    async answer({ point, signal }) {
      const said = await solver("behind too").ask<TheoremsShown>("theorems", { point }, { signal });
      const { theorems } = said;
      const pictures: readonly (OfWidth | undefined)[] = [
        said.granularity && granularityPicture(point, said.granularity),
        said.guidance && guidancePicture(point, said.guidance),
        theorems.stopping?.chunkCost === undefined ? undefined : stoppingPicture(point, theorems.stopping),
      ];
      // Where there is nothing to draw a theorem has its sentences alone.
      const drawn = await Promise.all(views.map((view, i) => shown(view, pictures[i])));
      return html`<dl class="theorems">
        ${theorem("1", "granularity and capability", "granularity-capability", granularity(theorems), drawn[0])}
        ${theorem("2", "guidance by evidence", "guidance-evidence", guidance(theorems), drawn[1])}
        ${theorem("3", "when to let go", "marginal-stopping", stopping(theorems), drawn[2])}
      </dl>`;
    },
    end() {
      for (const view of views) view.end();
    },
  });
};

function theorem(
  number: string,
  title: string,
  page: string,
  sentences: readonly string[],
  drawn: FittedPicture | undefined,
): TemplateResult {
  return html`<div><dt>Theorem ${number}, ${title} <span class="faint">docs/theory/${page}.md</span></dt>
    ${sentences.map((sentence) => html`<dd>${sentence}</dd>`)}${drawn ? html`<dd>${drawn.element}</dd>` : ""}</div>`;
}

async function shown(view: FittedPicture, content: OfWidth | undefined): Promise<FittedPicture | undefined> {
  if (!content) return undefined;
  await view.show((width) => content(panelWidth(width)));
  return view;
}
