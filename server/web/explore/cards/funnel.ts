import { html } from "lit-html";
import { FUNNEL_DATA, type FunnelRow, funnelFigure } from "../../../../figures/explore/funnel.ts";
import type { PointInput } from "../../../../model/point.ts";
import type { Solution, StageSolution } from "../../../../model/result.ts";
import type { PictureContent } from "../../picture/content.ts";
import { picture } from "../../picture/picture.ts";
import { pictureWidth } from "../../picture/width.ts";
import { solver } from "../../solver/solvers.ts";
import { pointCommand } from "../commands.ts";
import type { MakePanel } from "../panel.ts";
import { card, panelWidth } from "./card.ts";

/** Bars that can be told apart. */
const MOST_BARS = 60;

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

/** Shares of the shown stages. Of more than a picture can hold every so many is shown. */
export function funnelRows(stages: readonly StageSolution[]): FunnelRow[] {
  const stride = Math.ceil(stages.length / MOST_BARS);
  return stages.flatMap(({ request, acceptRate, overshootRate, exhaustionRate, passRate }, t) => {
    if (t % stride !== 0) return [];
    const row = (of: FunnelRow["of"], end: FunnelRow["end"], share: number): FunnelRow => ({ of, stage: t + 1, end, share, request });
    return [
      row("stage", "accepted at once", Math.min(acceptRate, passRate)),
      row("stage", "accepted after retries", Math.max(0, passRate - acceptRate)),
      row("stage", "unrecovered", 1 - passRate),
      row("attempt", "accepted", acceptRate),
      row("attempt", "overshoot", overshootRate),
      row("attempt", "exhaustion", exhaustionRate),
    ];
  });
}

const percent = (share: number) => `${Number((100 * share).toPrecision(3))}%`;

/** The stage that costs most runs, and how its attempts fail. */
export function hardest(stages: readonly StageSolution[]): string {
  const least = stages.reduce((worst, stage, t) => (stage.passRate < (stages[worst] as StageSolution).passRate ? t : worst), 0);
  const { request, passRate, acceptRate, overshootRate, exhaustionRate } = stages[least] as StageSolution;
  const isAlike = stages.every((stage) => Math.abs(stage.passRate - passRate) < 1e-9);
  const which = stages.length === 1 ? "The one stage" : isAlike ? "Every stage" : `Stage ${least + 1} is the hardest: it`;
  const why =
    overshootRate >= exhaustionRate ? `overshoots in ${percent(overshootRate)}` : `runs out of steps in ${percent(exhaustionRate)}`;
  const ending = acceptRate === 1 ? "never fails" : `${why} of its attempts`;
  return `${which} asks for ${Number(request.toPrecision(4))}, passes in ${percent(passRate)} of the runs that begin it, and ${ending}.`;
}

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
