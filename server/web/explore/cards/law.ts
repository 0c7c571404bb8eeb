import { html, type TemplateResult } from "lit-html";
import { LAW_DATA, LAW_VIEWS, type LawView, type ProgressBin, progressLawFigure } from "../../../../figures/explore/progressLaw.ts";
import type { PointInput } from "../../../../model/point.ts";
import type { PictureContent } from "../../picture/content.ts";
import { fittedPicture } from "../../picture/fittedPicture.ts";
import { MARKED_LEVELS, type ProgressLaw } from "../../solver/law.ts";
import { solver } from "../../solver/solvers.ts";
import { lawCommand } from "../commands.ts";
import type { MakePanel } from "../panel.ts";
import { card, panelWidth } from "./card.ts";
import { binsOf, isFar, lawInWords, lawRows, viewFor } from "./lawBins.ts";

/** Places of the law: bins of about two pixels. */
const PLACES = 241;
const VIEW_WORDS: Readonly<Record<LawView, string>> = { density: "density", distribution: "distribution function" };

/** The law of the final progress. */
export const lawCard: MakePanel = ({ changeLawView }) => {
  const drawn = fittedPicture();
  return card({
    title: "Where runs end",
    plain: "The law of the final progress: how likely a run ends where.",
    of: ({ point, lawView }) => [point, lawView],
    async answer({ point, lawView, signal }) {
      const law = await solver("cards").ask<ProgressLaw>("law", { point, places: PLACES }, { signal });
      const bins = binsOf(law);
      const view = lawView ?? viewFor(bins);
      await drawn.show((width) => contentOf(point, law, bins, view, panelWidth(width)));
      return html`<p>${lawInWords(point, law)}</p>${viewChoice(view, changeLawView)}${drawn.element}`;
    },
    end: drawn.end,
  });
};

function viewChoice(view: LawView, change: (view: LawView) => void): TemplateResult {
  return html`<fieldset class="choice"><legend>shown as</legend>${LAW_VIEWS.map(
    (each) =>
      html`<label><input type="radio" name="law-view" value=${each} .checked=${each === view} @change=${() => change(each)} /><span>${VIEW_WORDS[each]}</span></label>`,
  )}</fieldset>`;
}

function contentOf(point: PointInput, law: ProgressLaw, bins: readonly ProgressBin[], view: LawView, width: number): PictureContent {
  const { goal } = point;
  const middle = ((law.places[0]?.progress ?? 0) + (law.places.at(-1)?.progress ?? 0)) / 2;
  // A label turns away from the nearer edge of the picture.
  const mark = (at: number, what: string, label: string, line: number) => ({ at, what, label, line, side: at > middle ? "right" : "left" });
  const quantiles = MARKED_LEVELS.map((level) => mark(law.quantiles[level], "quantile", `${100 * level}%`, level === 0.5 ? 13 : 0));
  return {
    name: "final-progress",
    summary: `Law of the final progress, as its ${VIEW_WORDS[view]}. ${lawInWords(point, law)}`,
    spec: (look) => progressLawFigure(view, look, width),
    datasets: {
      [LAW_DATA.bins]: bins,
      [LAW_DATA.marks]: [...(isFar(goal, law) ? [] : [mark(goal, "goal", "goal G", 26)]), ...quantiles],
    },
    table: { columns: ["progress", "probability", "density"], rows: lawRows(law, bins) },
    json: { point, law: law.places, quantiles: law.quantiles, finalBias: law.finalBias },
    command: lawCommand(point),
  };
}
