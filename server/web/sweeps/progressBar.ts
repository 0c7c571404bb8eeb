import { html, nothing, type TemplateResult } from "lit-html";
import type { FieldRun, Progress } from "./fieldRun.ts";

/** How far a sweep is, with what can be done about it. */
export function progressBar({ progress, start, stop }: FieldRun): TemplateResult {
  const { state, done, total, trouble } = progress;
  return html`<div class="progress" data-state=${state} data-done=${done} data-handed=${progress.handed}>
    <progress max=${total} value=${done} aria-label="points worked out"></progress>
    <span class="number">${progressInWords(progress)}</span>
    ${state === "running" ? html`<button type="button" @click=${stop}>cancel</button>` : nothing}
    ${["waiting", "stopped", "failed"].includes(state) ? html`<button type="button" class="first" @click=${start}>${done === 0 ? "start" : "resume"}</button>` : nothing}
    ${state === "failed" ? html`<p class="fault" role="alert">${trouble}</p>` : nothing}</div>`;
}

function progressInWords({ state, done, total, ratePerS, leftMs }: Progress): string {
  const count = (value: number) => Math.round(value).toLocaleString("en");
  if (state === "done") return `all ${count(total)} points`;
  const parts = [`${count(done)} of ${count(total)} points`];
  if (ratePerS !== undefined) parts.push(ratePerS >= 1 ? `${count(ratePerS)} a second` : `one in ${(1 / ratePerS).toFixed(1)} s`);
  if (leftMs !== undefined) parts.push(`${timeInWords(leftMs)} left`);
  if (state === "stopped") parts.push("cancelled; what is done is kept");
  return parts.join(" · ");
}

function timeInWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
