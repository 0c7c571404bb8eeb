import { html, type TemplateResult } from "lit-html";
import type { StagePlan } from "../../../model/point.ts";
import { explained } from "../shell/explained.ts";
import type { Editing } from "./editing.ts";
import { faultLine, isFaulty } from "./faultLine.ts";
import { knobField } from "./knobField.ts";
import { knobsOf } from "./knobs.ts";
import { rulerView } from "./rulerView.ts";
import { asKind, numbersIn } from "./stagePlans.ts";

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
