import { html, type TemplateResult } from "lit-html";
import type { PointInput, StagePlan } from "../../../model/point.ts";
import { requestsOf } from "../../../model/requests.ts";
import { explained } from "../shell/explained.ts";
import type { Editing } from "./editing.ts";
import { faultLine, isFaulty } from "./faultLine.ts";
import { knobField } from "./knobField.ts";
import { knobsOf } from "./knobs.ts";
import { rulerView } from "./rulerView.ts";

const KINDS: readonly { readonly kind: StagePlan["kind"]; readonly title: string }[] = [
  { kind: "uniform", title: "uniform" },
  { kind: "partial", title: "partial" },
  { kind: "explicit", title: "explicit" },
];

/** What the harness asks for: equal stages, chunks and a tail, or subgoals of one's own. */
export function requestsCard(editing: Editing): TemplateResult {
  const { point } = editing;
  const { stages } = point;
  const knobs = knobsOf(point).filter(({ path }) => path.startsWith("stages."));
  return html`<section class="card" aria-labelledby="requests-head"><h2 id="requests-head">Requests ℓ</h2>
    <fieldset class="choice"><legend>kind of requests</legend>
      ${KINDS.map(
        ({ kind, title }) =>
          html`<label><input type="radio" name="kind-of-requests" .checked=${stages.kind === kind} @change=${() => editing.commit(asKind(point, kind))} /><span>${title}</span></label>`,
      )}</fieldset>
    ${knobs.map((knob) => knobField(editing, knob))}
    ${stages.kind === "explicit" ? explicit(editing, stages) : ""}
    ${faultLine(editing, "stages")}
    ${explained("requests")}</section>`;
}

function explicit(editing: Editing, stages: Extract<StagePlan, { kind: "explicit" }>): TemplateResult {
  const take = (event: Event) => {
    const { value } = event.target as HTMLTextAreaElement;
    const requests = numbersIn(value);
    if (!requests)
      return editing.complain({ field: "stages.requests", message: "stages.requests must be numbers with commas or blanks between them" });
    editing.commit({ ...editing.point, stages: { kind: "explicit", requests } });
  };
  return html`${rulerView(editing, stages)}
    <label>requests as numbers<textarea rows="2" spellcheck="false" data-field="stages.requests" aria-invalid=${isFaulty(editing, "stages") ? "true" : "false"} .value=${stages.requests.join(", ")} @change=${take}></textarea></label>`;
}

/** @returns undefined where something is no number, or nothing is there */
export function numbersIn(text: string): number[] | undefined {
  const numbers = text
    .trim()
    .split(/[\s,;]+/)
    .map(Number);
  return text.trim() !== "" && numbers.every(Number.isFinite) ? numbers : undefined;
}

/** The closest plan of another kind: the same stages where it can say them. */
export function asKind(point: PointInput, kind: StagePlan["kind"]): PointInput {
  const { stages, goal } = point;
  if (stages.kind === kind) return point;
  const requests = requestsOf(stages, goal);
  switch (kind) {
    case "uniform":
      return { ...point, stages: { kind, count: requests.length } };
    case "partial": {
      const chunk = requests[0] ?? goal;
      // Half of the goal in chunks leaves a tail to see.
      return { ...point, stages: { kind, chunk, chunks: Math.floor(goal / chunk / 2) } };
    }
    case "explicit":
      return { ...point, stages: { kind, requests } };
  }
}
