import { html, type TemplateResult } from "lit-html";
import type { PointInput, StagePlan } from "../../../model/point.ts";
import { requestsOf } from "../../../model/requests.ts";
import { named } from "../shell/explained.ts";
import { choice } from "./control.ts";
import { ruler } from "./drag/ruler.ts";
import { type Edit, knobControl } from "./edit.ts";

/** Where lists of requests end that are still to be dragged. */
const MOST_EXPLICIT = 60;

/** What the harness asks, and what it grants. */
export function harnessControls(edit: Edit): TemplateResult {
  const { point } = edit;
  return html`
    ${knobControl(edit, "goal")} ${requestControls(edit)} ${knobControl(edit, "tolerance")}
    ${knobControl(edit, "stepBudget")} ${knobControl(edit, "retryBudget")}
    ${choice("guidance", point.guidance?.kind ?? "none", { none: "none", aligned: "aligned", misaligned: "misaligned" }, (kind) =>
      edit.commit({ ...point, guidance: { kind, strength: kind === "none" ? 0 : point.guidance?.strength || 3 } }),
    )}
    ${point.guidance && point.guidance.kind !== "none" ? knobControl(edit, "guidance.strength", { explain: false }) : ""}
    ${point.pool.length > 1 ? knobControl(edit, "prune") : ""}
    <details class="more">
      <summary>verification and failure</summary>
      ${choice("verification", point.verification ?? "every-step", { "every-step": "after every step", "stage-end": "at the end of a stage" }, (verification) => edit.commit({ ...point, verification }))}
      ${choice("onUnrecovered", point.onUnrecovered ?? "carry", { carry: "carry on", abort: "abort" }, (onUnrecovered) => edit.commit({ ...point, onUnrecovered }))}
    </details>`;
}

function requestControls(edit: Edit): TemplateResult {
  const { point, complaintOf } = edit;
  const { stages, goal, tolerance } = point;
  const kinds = { uniform: "equal", partial: "partial", explicit: "one by one" } as const;
  const body = () => {
    if (stages.kind === "uniform") return knobControl(edit, "stages.count");
    if (stages.kind === "partial") return html`${knobControl(edit, "stages.chunk")} ${knobControl(edit, "stages.chunks")}`;
    const withRequests = (requests: readonly number[]): PointInput => ({ ...point, stages: { kind: "explicit", requests: [...requests] } });
    const complaint = complaintOf("stages");
    return html`${ruler({
      requests: stages.requests,
      goal,
      tolerance,
      preview: (requests) => edit.preview(withRequests(requests)),
      commit: (requests) => edit.commit(withRequests(requests)),
    })}
    <label class="list">${named("requests")}
      <textarea rows="2" spellcheck="false" .value=${stages.requests.join(", ")}
        @change=${(event: Event) => edit.commit(withRequests(numbersIn((event.target as HTMLTextAreaElement).value)))}></textarea></label>
    ${complaint ? html`<p class="fault" role="alert">${complaint}</p>` : ""}`;
  };
  return html`<div class="requests">
    ${choice("requests", stages.kind, kinds, (kind) => edit.commit({ ...point, stages: turned(point, kind) }))}
    ${body()}
  </div>`;
}

/** The same plan in another kind, as near as that kind comes. */
export function turned({ stages, goal, tolerance }: Pick<PointInput, "stages" | "goal" | "tolerance">, kind: StagePlan["kind"]): StagePlan {
  if (stages.kind === kind) return stages;
  const requests = requestsOf(stages, goal);
  const first = requests[0] as number;
  switch (kind) {
    case "uniform":
      return { kind, count: requests.length };
    case "partial": {
      // The tail must be a stage: above the tolerance, or nothing at all.
      const equal = requests.filter((request) => Math.abs(request - first) < 1e-9 * goal).length;
      const most = Math.min(equal, Math.floor((goal - tolerance) / first));
      return {
        kind,
        chunk: Number(first.toPrecision(6)),
        chunks: Math.max(0, Math.min(most, equal === requests.length ? equal - 1 : equal)),
      };
    }
    case "explicit":
      return { kind, requests: requests.slice(0, MOST_EXPLICIT).map((request) => Number(request.toPrecision(12))) };
  }
}

/** Numbers of a text, whatever stands between them; what is none becomes NaN, which the model refuses by name. */
const numbersIn = (text: string): number[] =>
  text
    .split(/[\s,;]+/)
    .filter((word) => word !== "")
    .map(Number);
