import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { guided } from "../../../model/canonical.ts";
import type { Guidance, PointInput } from "../../../model/point.ts";
import { explained } from "../shell/explained.ts";
import { WORDS, type WordName } from "../shell/words.ts";
import type { Editing } from "./editing.ts";
import { faultLine } from "./faultLine.ts";
import { knobField, numberField } from "./knobField.ts";
import { knobsOf } from "./knobs.ts";

const knobs = (editing: Editing, ...paths: readonly string[]) =>
  paths.map((path) => knobsOf(editing.point).find((knob) => knob.path === path)).map((knob) => (knob ? knobField(editing, knob) : ""));

/** The task and what each attempt may do. */
export function taskCard(editing: Editing): TemplateResult {
  return html`<section class="card" aria-labelledby="task-head"><h2 id="task-head">Goal, tolerance, budgets</h2>
    ${knobs(editing, "goal", "tolerance", "stepBudget", "retryBudget")}</section>`;
}

/** How the harness leans on the agent's choices, and what it does with failures. */
export function harnessCard(editing: Editing): TemplateResult {
  const { point } = editing;
  const guidance = point.guidance?.kind ?? "none";
  const withGuidance = (kind: Guidance["kind"]): PointInput => {
    const { guidance: before, ...rest } = point;
    return kind === "none" ? rest : { ...rest, guidance: { kind, strength: before?.strength || guided(kind).strength } };
  };
  const prune = point.prune ?? 0;
  const pruned = (removed: number) => orDefault({ ...point, prune: removed }, "prune", 0);
  return html`<section class="card" aria-labelledby="harness-head"><h2 id="harness-head">Guidance, pruning, verification</h2>
    ${choice("guidance", "guidance", guidance, { none: "none", aligned: "aligned", misaligned: "misaligned" }, (kind) => editing.commit(withGuidance(kind)))}
    ${guidance === "none" ? explained("guidance") : knobs(editing, "guidance.strength")} ${faultLine(editing, "guidance")}
    <div class="knob short"><label for="field-prune">${WORDS.prune.title} ${WORDS.prune.symbol}</label>
      ${numberField(editing, { path: "prune", value: prune, act: pruned })}
      ${
        point.pool.length === 1
          ? ""
          : html`<input type="range" aria-label="pruning, slider" min="0" max=${point.pool.length - 1} step="1" .value=${String(prune)}
            @input=${(event: Event) => editing.preview(pruned(Number((event.target as HTMLInputElement).value)))}
            @change=${(event: Event) => editing.commit(pruned(Number((event.target as HTMLInputElement).value)))} />`
      }
      ${faultLine(editing, "prune")} ${explained("prune")}</div>
    ${choice(
      "verification",
      "verification",
      point.verification ?? "every-step",
      { "every-step": "after every step", "stage-end": "at the end of the stage" },
      (verification) => editing.commit(orDefault({ ...point, verification }, "verification", "every-step")),
    )} ${explained("verification")}
    ${choice(
      "onUnrecovered",
      "onUnrecovered",
      point.onUnrecovered ?? "carry",
      { carry: "carry on", abort: "end the run" },
      (onUnrecovered) => editing.commit(orDefault({ ...point, onUnrecovered }, "onUnrecovered", "carry")),
    )} ${explained("onUnrecovered")}</section>`;
}

/** A field at its default is left out, so that links and commands stay short. */
function orDefault<F extends keyof PointInput>(point: PointInput, field: F, standard: PointInput[F]): PointInput {
  if (point[field] !== standard) return point;
  const { [field]: _, ...rest } = point;
  return rest as PointInput;
}

function choice<V extends string>(
  field: string,
  word: WordName,
  now: V,
  values: Readonly<Record<V, string>>,
  take: (value: V) => void,
): TemplateResult {
  return html`<label class="row"><span>${WORDS[word].title}</span>
    <select data-field=${field} @change=${(event: Event) => take((event.target as HTMLSelectElement).value as V)}>
      ${(Object.entries(values) as [V, string][]).map(([value, text]) => html`<option value=${value} .selected=${live(value === now)}>${text}</option>`)}
    </select></label>`;
}
