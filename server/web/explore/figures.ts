import { html, type TemplateResult } from "lit-html";
import type { Solution } from "../../../model/result.ts";
import { explained, named } from "../shell/explained.ts";

const SHOWN = ["passRate", "finalBias", "finalBiasPassed", "signedBias", "meanAttempts", "meanSteps"] as const;

/** The figures of the point, each with its error, its sentence and, on hover or in the table, all its digits. */
export function figures(solution: Solution | undefined): TemplateResult {
  return html`<dl class="figures">${SHOWN.map((name) => {
    const value = solution?.[name];
    const error = solution?.error[name];
    const missing = solution ? (solution.absent?.[name] ?? "does not exist here") : "…";
    return html`<div>
      <dt>${named(name)}</dt>
      <dd class="number" data-figure=${name} data-value=${value === undefined ? "" : String(value)}>
        ${value === undefined ? html`<span class="faint">${missing}</span>` : html`<b title=${String(value)}>${digits(value)}</b> <span class="faint">± ${errorText(error)}</span>`}
      </dd>
      ${explained(name)}
    </div>`;
  })}</dl>`;
}

/** Six digits; a rate that rounds to 1 shows how far it is from it. */
export function digits(value: number): string {
  if (value < 1 && value > 0.999999) return `1 − ${(1 - value).toPrecision(3)}`;
  return String(Number(value.toPrecision(6)));
}

const errorText = (error: number | undefined) => (error === undefined ? "?" : error.toExponential(0));
