import { html, type TemplateResult } from "lit-html";
import type { PointInput, StagePlan } from "../../../../model/point.ts";
import { commandBlock } from "../../picture/commandBlock.ts";
import type { HarnessFigures, Recommended } from "../../solver/recommendation.ts";
import { solver } from "../../solver/solvers.ts";
import { recommendCommand } from "../commands.ts";
import type { MakePanel, Wishes } from "../panel.ts";
import { card } from "./card.ts";
import { comparisonRows, planInWords, verdict } from "./planWords.ts";

/** The harness recommended for this agent and task, and how far the present one is from it. */
export const recommendedCard: MakePanel = (wishes) =>
  card({
    title: "The recommended harness",
    plain: "The plan that passes most often for this agent, goal, tolerance and budgets, or a simpler one as good.",
    of: ({ point }) => point,
    async answer({ point, signal }) {
      const said = await solver("behind too").ask<Recommended>("recommendation", { point }, { signal });
      return html`${said.recommendation.warnings.map((warning) => html`<p><b>${warning}.</b></p>`)} ${answerFor(point, said, wishes)}
        <details class="more"><summary>why</summary><ul>${said.recommendation.reasons.map((reason) => html`<li>${reason}.</li>`)}</ul></details>
        ${commandBlock(recommendCommand(point))}`;
    },
  });

function answerFor(point: PointInput, { recommendation, present, recommended, uniform }: Recommended, wishes: Wishes): TemplateResult {
  const { harness, absent } = recommendation;
  if (!harness || !recommended) return html`<p>No harness can be recommended, since ${absent?.harness ?? "no plan can pass"}.</p>`;
  const { goal } = point;
  const taken = (stages: StagePlan) => () => wishes.changePoint({ ...withoutPruning(point), stages });
  const best: StagePlan | undefined = uniform && { kind: "uniform", count: uniform.count };
  const isBest = harness.stages.kind === "uniform" && harness.stages.count === uniform?.count;
  const isHere = JSON.stringify(harness.stages) === JSON.stringify(point.stages) && !point.prune;
  return html`<p><b>${planInWords(harness.stages, goal)}</b>
      ${isHere ? "" : html`<button type="button" class="first" @click=${taken(harness.stages)}>use it</button>`}</p>
    <p>${isHere ? "This is the present harness." : verdict(present, recommended)}</p>
    ${comparison([["this harness", present], ["recommended", recommended], ...(uniform && !isBest ? [[`best K, ${uniform.count}`, uniform.figures] as const] : [])])}
    ${
      best === undefined
        ? html`<p class="faint">No number of equal stages can pass.</p>`
        : isBest
          ? html`<p class="faint">It is also the best number of equal stages.</p>`
          : html`<p>The best number of equal stages is K = ${best.count}.
              <button type="button" @click=${taken(best)}>use ${best.count} equal ${best.count === 1 ? "stage" : "stages"}</button></p>`
    }
    ${point.prune ? html`<p class="faint">Pruning is the present harness's own: the recommended one keeps the whole pool, and using it ends the pruning.</p>` : ""}`;
}

/** What a harness without pruning is: the field has no trace in a link. */
function withoutPruning({ prune: _, ...point }: PointInput): PointInput {
  return point;
}

function comparison(harnesses: readonly (readonly [name: string, figures: HarnessFigures])[]): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="this harness and the recommended one"><table>
    <thead><tr><td></td>${harnesses.map(([name]) => html`<th scope="col">${name}</th>`)}<th scope="col">difference</th></tr></thead>
    <tbody>${comparisonRows(harnesses.map(([, figures]) => figures)).map(
      ({ title, cells, difference }) =>
        html`<tr><th scope="row">${title}</th>${cells.map((cell) => html`<td>${cell}</td>`)}<td>${difference}</td></tr>`,
    )}</tbody></table></div>`;
}
