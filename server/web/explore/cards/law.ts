import { html } from "lit-html";
import { LAW_DATA, progressLawFigure } from "../../../../figures/explore/progressLaw.ts";
import type { PointInput } from "../../../../model/point.ts";
import type { Solution } from "../../../../model/result.ts";
import type { PictureContent } from "../../picture/content.ts";
import { picture } from "../../picture/picture.ts";
import { pictureWidth } from "../../picture/width.ts";
import { solver } from "../../solver/solvers.ts";
import type { ProgressLaw } from "../../solver/tasks.ts";
import { pointCommand } from "../commands.ts";
import type { MakePanel } from "../panel.ts";
import { card, panelWidth } from "./card.ts";
import { binsOf } from "./lawBins.ts";

/** Places of the law: bins of about two pixels. */
const PLACES = 241;
const MARKED = { "0.05": "5%", "0.5": "half", "0.95": "95%" } as const;

/** The law of the final progress. */
export const lawCard: MakePanel = () => {
  const drawn = picture();
  const width = pictureWidth(drawn.element, () => content && void drawn.show(content()));
  let content: (() => PictureContent) | undefined;
  return card({
    title: "Where runs end",
    plain: "The law of the final progress: how likely a run ends where.",
    live: true,
    async answer({ point, signal }) {
      const law = await solver("live").ask<ProgressLaw>("law", { point, places: PLACES }, { signal });
      const solution = await solver("live too").ask<Solution>("solution", { point }, { signal });
      content = () => contentOf(point, law, solution, panelWidth(width));
      await drawn.show(content());
      return html`<p>${sentence(point, solution)}</p>${drawn.element}`;
    },
    end() {
      width.end();
      drawn.dispose();
    },
  });
};

const short = (value: number) => String(Number(value.toPrecision(4)));

function sentence({ goal }: PointInput, { quantiles, finalBias }: Solution): string {
  const [low, high] = [quantiles["0.05"], quantiles["0.95"]];
  if (low === undefined || high === undefined) return `Runs end ${short(finalBias)} units of work from the goal on average.`;
  return `Nine runs in ten end between ${short(low)} and ${short(high)}; on average ${short(finalBias)} units of work from the goal of ${goal}.`;
}

function contentOf(point: PointInput, law: ProgressLaw, solution: Solution, width: number): PictureContent {
  const marks = Object.entries(MARKED).flatMap(([level, label]) => {
    const at = solution.quantiles[level];
    return at === undefined ? [] : [{ at, what: "quantile", label, line: level === "0.5" ? 13 : 0 }];
  });
  return {
    name: "final-progress",
    summary: `Law of the final progress. ${sentence(point, solution)}`,
    spec: (look) => progressLawFigure(look, width),
    datasets: { [LAW_DATA.bins]: binsOf(law), [LAW_DATA.marks]: [{ at: point.goal, what: "goal", label: "goal", line: 26 }, ...marks] },
    table: { columns: ["progress", "probability"], rows: law.places },
    json: { point, law: law.places, quantiles: solution.quantiles },
    command: pointCommand(`solve --point - --law ${PLACES} --json`, point),
  };
}
