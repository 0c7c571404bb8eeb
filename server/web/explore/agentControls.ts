import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { AGENTS, MODEL_0 } from "../../../model/canonical.ts";
import type { ActionDistribution, PointInput } from "../../../model/point.ts";
import { explained } from "../shell/explained.ts";
import { densities } from "./drag/densities.ts";
import type { Edit } from "./edit.ts";

/** As many as a chart shows apart; an address may hold more, and they are solved all the same. */
const MOST_MEMBERS = 8;
const PRESETS: Readonly<Record<string, ActionDistribution>> = { ...AGENTS, "Model 0": MODEL_0 };
const FIELDS = { mu: "μ", sigma: "σ", min: "min", max: "max" } as const;

/** The agent: each way it may act as a law of its steps, drawn and in numbers. */
export function agentControls(edit: Edit): TemplateResult {
  const { point } = edit;
  const { pool } = point;
  const complaint = edit.complaintOf("pool") ?? edit.complaintOf("weights");
  const change = (member: number, changed: ActionDistribution): PointInput => ({ ...point, pool: pool.with(member, changed) });
  return html`${explained("pool")}
    ${densities({
      pool,
      preview: (member, changed) => edit.preview(change(member, changed)),
      commit: (member, changed) => edit.commit(change(member, changed)),
    })}
    ${complaint ? html`<p class="fault" role="alert">${complaint}</p>` : ""}
    <div class="scroll" tabindex="0" role="region" aria-label="members of the pool in numbers"><table class="members">
      <thead><tr><th scope="col">member</th>${Object.values(FIELDS).map((label) => html`<th scope="col">${label}</th>`)}<th scope="col">weight</th><th scope="col"><span class="hidden">remove</span></th></tr></thead>
      <tbody>${pool.map((member, i) => memberRow(edit, member, i))}</tbody>
    </table></div>
    <div class="row presets">
      <label>add <select .value=${live("")} ?disabled=${pool.length >= MOST_MEMBERS} @change=${(event: Event) => addMember(edit, (event.target as HTMLSelectElement).value)}>
        <option value="">…</option>${Object.keys(PRESETS).map((name) => html`<option>${name}</option>`)}
      </select></label>
      <label>only <select .value=${live("")} @change=${(event: Event) => onlyMember(edit, (event.target as HTMLSelectElement).value)}>
        <option value="">…</option>${Object.keys(PRESETS).map((name) => html`<option>${name}</option>`)}
      </select></label>
    </div>`;
}

function memberRow(edit: Edit, member: ActionDistribution, i: number): TemplateResult {
  const { point } = edit;
  const weights = point.weights ?? point.pool.map(() => 1);
  const field = (label: string, value: number, onSaid: (said: number) => void) =>
    html`<td><input class="number" type="number" step="any" aria-label="${label} of member ${i + 1}" .value=${live(String(value))}
      @change=${({ target }: Event) => {
        const said = (target as HTMLInputElement).valueAsNumber;
        if (Number.isFinite(said)) onSaid(said);
      }} /></td>`;
  const set = (key: keyof ActionDistribution) => (said: number) =>
    edit.commit({ ...point, pool: point.pool.with(i, { ...member, [key]: said }) });
  return html`<tr class="member-${i % MOST_MEMBERS}"><th scope="row"><span class="swatch"></span>${i + 1}</th>
    ${(Object.entries(FIELDS) as [keyof ActionDistribution, string][]).map(([key, label]) => field(label, member[key], set(key)))}
    ${field("weight", weights[i] ?? 1, (said) => edit.commit({ ...point, weights: weights.with(i, said) }))}
    <td><button type="button" aria-label="remove member ${i + 1}" ?disabled=${point.pool.length < 2} @click=${() => edit.commit(without(point, i))}>×</button></td></tr>`;
}

function addMember(edit: Edit, name: string): void {
  const member = PRESETS[name];
  if (!member) return;
  const { point } = edit;
  const weights = point.weights ? { weights: [...point.weights, 1] } : {};
  edit.commit({ ...point, pool: [...point.pool, member], ...weights });
}

function onlyMember(edit: Edit, name: string): void {
  const member = PRESETS[name];
  if (!member) return;
  const { weights: _, prune: __, ...rest } = edit.point;
  edit.commit({ ...rest, pool: [member] });
}

/** Pruning must leave a member. */
export function without(point: PointInput, member: number): PointInput {
  const pool = point.pool.toSpliced(member, 1);
  const weights = point.weights ? { weights: point.weights.toSpliced(member, 1) } : {};
  const prune = point.prune === undefined ? {} : { prune: Math.min(point.prune, pool.length - 1) };
  return { ...point, pool, ...weights, ...prune };
}
