import { html, type TemplateResult } from "lit-html";
import { type Picture, picture } from "../../picture/picture.ts";
import { pictureWidth } from "../../picture/width.ts";
import { solver } from "../../solver/solvers.ts";
import type { TheoremsShown } from "../../solver/theorems.ts";
import type { MakePanel } from "../panel.ts";
import { card, panelWidth } from "./card.ts";
import { granularityPicture, guidancePicture, type OfWidth, stoppingPicture } from "./theoremPictures.ts";
import { granularity, guidance, stopping } from "./theoremWords.ts";

/** What theorems 1 to 3 say at this point. */
export const theoremsCard: MakePanel = () => {
  const views = [theoremView(), theoremView(), theoremView()] as const;
  return card({
    title: "What the theorems say here",
    plain: "Each bounds or predicts the exact figures; where it says nothing at this point, that is said.",
    live: false,
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
      await Promise.all(views.map((view, i) => view.show(pictures[i])));
      return html`<dl class="theorems">
        ${theorem("1", "granularity and capability", "granularity-capability", granularity(theorems), views[0].picture)}
        ${theorem("2", "guidance by evidence", "guidance-evidence", guidance(theorems), views[1].picture)}
        ${theorem("3", "when to let go", "marginal-stopping", stopping(theorems), views[2].picture)}
      </dl>`;
    },
    end() {
      for (const view of views) view.end();
    },
  });
};

function theorem(number: string, title: string, page: string, sentences: readonly string[], drawn: Picture | undefined): TemplateResult {
  return html`<div><dt>Theorem ${number}, ${title} <span class="faint">docs/theory/${page}.md</span></dt>
    ${sentences.map((sentence) => html`<dd>${sentence}</dd>`)}${drawn ? html`<dd>${drawn.element}</dd>` : ""}</div>`;
}

interface TheoremView {
  /** Left out where there is nothing to draw. */ readonly picture: Picture | undefined;
  show(content: OfWidth | undefined): Promise<void>;
  end(): void;
}

function theoremView(): TheoremView {
  const drawn = picture();
  let content: OfWidth | undefined;
  const width = pictureWidth(drawn.element, () => content && void drawn.show(content(panelWidth(width))));
  return {
    get picture() {
      return content && drawn;
    },
    async show(next) {
      content = next;
      if (content) await drawn.show(content(panelWidth(width)));
    },
    end() {
      width.end();
      drawn.dispose();
    },
  };
}
