import { html } from "lit-html";
import { FUNNEL_DATA, funnelFigure } from "../../../../figures/explore/funnel.ts";
import type { PointInput } from "../../../../model/point.ts";
import type { StageShares } from "../../../../theory/stageShares.ts";
import type { PictureContent } from "../../picture/content.ts";
import { fittedPicture } from "../../picture/fittedPicture.ts";
import { solver } from "../../solver/solvers.ts";
import { stagesCommand } from "../commands.ts";
import type { MakePanel } from "../panel.ts";
import { card, panelWidth } from "./card.ts";
import { canStop, funnelNotes, funnelRows, hardest, shownStages } from "./funnelRows.ts";

/** What becomes of each stage, and of the attempts at it. */
export const funnelCard: MakePanel = () => {
  const drawn = fittedPicture();
  return card({
    title: "What becomes of each stage",
    plain: "At each stage a run is accepted at once or after retries, or is unrecovered: its last attempt overshot, or ran out of steps.",
    of: ({ point }) => point,
    async answer({ point, signal }) {
      const stages = await solver("cards").ask<readonly StageShares[]>("stages", { point }, { signal });
      await drawn.show((width) => contentOf(point, stages, panelWidth(width)));
      const notes = funnelNotes(stages);
      return html`<p>${hardest(stages)}</p>${notes === "" ? "" : html`<p class="faint">${notes}</p>`}${drawn.element}`;
    },
    end: drawn.end,
  });
};

const COLUMNS = [
  "stage",
  "request",
  "atOnce",
  "afterRetries",
  "lastOvershoot",
  "lastExhaustion",
  "notBegun",
  "acceptRate",
  "overshootRate",
  "exhaustionRate",
  "passRate",
  "failRate",
  "meanAttempts",
  "meanSteps",
] as const;

function contentOf(point: PointInput, stages: readonly StageShares[], width: number): PictureContent {
  const bars = shownStages(stages).length;
  return {
    name: "stages",
    summary: `${hardest(stages)} ${funnelNotes(stages)}`.trim(),
    spec: (look) => funnelFigure(bars, canStop(stages), look, width),
    datasets: { [FUNNEL_DATA]: funnelRows(stages) },
    table: { columns: COLUMNS, rows: stages.map((stage, t) => ({ stage: t + 1, ...stage })) },
    json: { point, stages },
    command: stagesCommand(point),
  };
}
