import { html, type TemplateResult } from "lit-html";
import type { PointInput } from "../../../../model/point.ts";
import type { Solution } from "../../../../model/result.ts";
import type { RecommendAnswer } from "../../../api.ts";
import { post } from "../../api/client.ts";
import { solver } from "../../solver/solvers.ts";
import { agentOf, pointCommand } from "../commands.ts";
import type { MakePanel, Wishes } from "../panel.ts";
import { card } from "./card.ts";
import { planInWords } from "./planWords.ts";

/** The harness recommended for this agent and task, and how far the present one is from it. */
export const recommendedCard: MakePanel = (wishes) =>
  card({
    title: "The recommended harness",
    plain: "The plan that passes most often for this agent, goal, tolerance and budgets, or a simpler one as good.",
    live: false,
    async answer({ point, signal }) {
      const { goal, tolerance, stepBudget, retryBudget } = point;
      const body = { pool: agentOf(point), goal, tolerance, stepBudget, retryBudget };
      const said = await post<RecommendAnswer>("recommend", body, signal);
      if (!said.harness) return html`<p>${said.absent?.harness ?? "No plan can pass."}</p>`;
      const present = await solver("behind").ask<Solution>("solution", { point }, { signal });
      const { prune: _, ...unpruned } = point;
      const there = { ...unpruned, stages: said.harness.stages };
      const best = await solver("behind").ask<Solution>("solution", { point: there }, { signal });
      return comparison(point, present, there, best, said, wishes);
    },
  });

function comparison(
  point: PointInput,
  present: Solution,
  there: PointInput,
  best: Solution,
  said: RecommendAnswer,
  { changePoint }: Wishes,
): TemplateResult {
  const rows = (["passRate", "finalBias", "meanSteps"] as const).map((name) => [name, present[name], best[name]] as const);
  const titles = { passRate: "pass rate", finalBias: "final bias", meanSteps: "steps" };
  return html`<p><b>${planInWords(there.stages, there.goal)}</b>
      <button type="button" class="first" @click=${() => changePoint(there)}>use it</button></p>
    <div class="scroll" tabindex="0" role="region" aria-label="this harness and the recommended one"><table><thead><tr><td></td><th scope="col">this harness</th><th scope="col">recommended</th><th scope="col">difference</th></tr></thead>
      <tbody>${rows.map(([name, now, then]) => html`<tr><th scope="row">${titles[name]}</th><td>${short(now)}</td><td>${short(then)}</td><td>${signed(then - now)}</td></tr>`)}</tbody></table></div>
    ${point.prune ? html`<p class="faint">Compared without pruning: a recommendation is for the whole pool.</p>` : ""}
    <details class="more"><summary>why</summary><ul>${said.reasons.map((reason) => html`<li>${reason}</li>`)}</ul></details>
    <details class="more"><summary>command</summary><pre tabindex="0"><code>${command(point)}</code></pre></details>`;
}

function command(point: PointInput): string {
  const { goal, tolerance, stepBudget, retryBudget } = point;
  const task = `--goal ${goal} --tolerance ${tolerance} --step-budget ${stepBudget} --retry-budget ${retryBudget}`;
  return pointCommand(`recommend --pool - ${task}`, agentOf(point));
}

const short = (value: number) => String(Number(value.toPrecision(4)));
const signed = (value: number) => `${value >= 0 ? "+" : "−"}${short(Math.abs(value))}`;
