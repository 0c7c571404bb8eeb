import { html, nothing, render, type TemplateResult } from "lit-html";
import type { ExperimentAnswer, TrialCurveAnswer } from "../../api.ts";
import { get } from "../api/client.ts";
import { type FittedPicture, fittedPicture } from "../picture/fittedPicture.ts";
import { curveContent, type ModelCurve, type RunsPicture } from "../runs/curveContent.ts";
import { MEASURES } from "../runs/measures.ts";
import { linkOf } from "../runs/state.ts";
import { inWords } from "../shell/inWords.ts";
import { AGENT_TEMPLATES, type AgentTemplate } from "./agentTemplates.ts";

/** The part of the page that real agents fill. */
export interface AgentFigures {
  readonly element: HTMLElement;
  end(): void;
}

type Filled = { readonly picture?: RunsPicture; readonly more: number } | { readonly fault: string };

export function agentFigures(): AgentFigures {
  const leaving = new AbortController();
  const { signal } = leaving;
  const element = document.createElement("div");
  element.className = "agent-figures";
  const pictures = new Map<string, FittedPicture>(AGENT_TEMPLATES.map(({ id }) => [id, fittedPicture()]));
  const filled = new Map<string, Filled>();

  const show = () =>
    render(
      html`<section class="card"><h2>With real agents</h2>
        <p>Templates that fill from the trials of real agents; all of them are on the <a href="/runs">Runs page</a>. Figures 3a and 4 of the paper show terminal agents too; we know too little of their setting to claim either of them here.</p></section>
        ${AGENT_TEMPLATES.map((template) => card(template, filled.get(template.id), pictures.get(template.id)?.element))}`,
      element,
    );

  const fill = async (template: AgentTemplate) => {
    const { id, over, kind, measure, beside } = template;
    try {
      const curve = await get<TrialCurveAnswer>("trials/curve", { over, kind }, signal);
      const told = curve.series.length > 0 && beside ? await modelCurves(beside, signal) : [];
      const picture = curveContent(curve, measure, told);
      filled.set(id, { more: curve.more, ...(picture ? { picture } : {}) });
      show();
      if (picture) await pictures.get(id)?.show(picture.content);
    } catch (error) {
      if (signal.aborted) return;
      filled.set(id, { fault: inWords(error) });
      show();
    }
  };
  show();
  for (const template of AGENT_TEMPLATES) void fill(template);
  return {
    element,
    end() {
      leaving.abort();
      for (const picture of pictures.values()) picture.end();
    },
  };
}

/** False claims over K, as the paper's figure has them. */
async function modelCurves(experiment: string, signal: AbortSignal): Promise<readonly ModelCurve[]> {
  const { curves } = await get<ExperimentAnswer>(`experiments/${experiment}`, {}, signal);
  return curves.map(({ name, points }) => ({
    name: `model, ${name} guidance`,
    places: points.flatMap(({ at, exact: { hallucinationRate } }) => (hallucinationRate ? [{ at, value: hallucinationRate.value }] : [])),
  }));
}

function card(
  { id, title, caption, over, measure, command }: AgentTemplate,
  state: Filled | undefined,
  picture: HTMLElement | undefined,
): TemplateResult {
  const isDrawn = state !== undefined && "picture" in state;
  return html`<article class="card figure" id=${id}><h2>${title}</h2>
    <div ?hidden=${!isDrawn}>${picture ?? nothing}</div>
    <p class="caption">${caption}${isDrawn ? ` Points are trials with ${MEASURES[measure].intervals}.` : ""}</p>
    ${isDrawn ? html`<p><a href="/runs${linkOf({ offset: 0, trialsOffset: 0, over, measure })}">open on the Runs page</a></p>` : answer(state)}
    <details class="more" ?open=${state !== undefined && !isDrawn}><summary>what makes such trials</summary><pre tabindex="0"><code>${command}</code></pre></details>
  </article>`;
}

function answer(state: Filled | undefined): TemplateResult {
  if (!state) return html`<p class="faint">…</p>`;
  if ("fault" in state) return html`<p class="fault" role="alert">${state.fault}</p>`;
  return html`<p class="faint">No trials fit yet: it takes two places of the knob, with all else equal.</p>`;
}
