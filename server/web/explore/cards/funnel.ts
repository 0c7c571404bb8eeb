import { html } from "lit-html";
import { FUNNEL_DATA, funnelFigure } from "../../../../figures/explore/funnel.ts";
import type { PointInput } from "../../../../model/point.ts";
import type { Solution, StageSolution } from "../../../../model/result.ts";
import type { PictureContent } from "../../picture/content.ts";
import { picture } from "../../picture/picture.ts";
import { pictureWidth } from "../../picture/width.ts";
import { solver } from "../../solver/solvers.ts";
import { pointCommand } from "../commands.ts";
import type { MakePanel } from "../panel.ts";
import { card, panelWidth } from "./card.ts";
import { funnelRows, hardest } from "./funnelRows.ts";

/** What becomes of each stage, and of the attempts at it. */
export const funnelCard: MakePanel = () => {
  const drawn = picture();
  const width = pictureWidth(drawn.element, () => content && void drawn.show(content()));
  let content: (() => PictureContent) | undefined;
  return card({
    title: "What becomes of each stage",
    plain: "A stage is accepted at once, accepted after retries, or unrecovered; an attempt is accepted, overshoots, or runs out of steps.",
    live: true,
    async answer({ point, signal }) {
      const { stages } = await solver("live too").ask<Solution>("solution", { point }, { signal });
      content = () => contentOf(point, stages, panelWidth(width));
      await drawn.show(content());
      return html`<p>${hardest(stages)}</p>${drawn.element}`;
    },
    end() {
      width.end();
      drawn.dispose();
    },
  });
};

function contentOf(point: PointInput, stages: readonly StageSolution[], width: number): PictureContent {
  const rows = funnelRows(stages);
  return {
    name: "stages",
    summary: hardest(stages),
    spec: (look) => funnelFigure(look, width),
    datasets: { [FUNNEL_DATA]: rows },
    table: {
      columns: ["stage", "request", "acceptRate", "overshootRate", "exhaustionRate", "passRate", "meanAttempts", "meanSteps"],
      rows: stages.map(({ error: _, ...figures }, t) => ({ stage: t + 1, ...figures })),
    },
    json: { point, stages },
    command: pointCommand("solve --point -", point),
  };
}
