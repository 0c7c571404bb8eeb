import { html, type TemplateResult } from "lit-html";
import type { ActionDistribution, PointInput } from "../../../model/point.ts";
import { explained } from "../shell/explained.ts";
import { densityView, memberStyle } from "./densityView.ts";
import type { Editing } from "./editing.ts";
import { faultLine } from "./faultLine.ts";
import { numberField } from "./knobField.ts";
import { MEMBERS } from "./presets.ts";

/** As many members as the page lets one add; a point that has more keeps them. */
const MOST_MEMBERS = 8;
const FIELDS = ["mu", "sigma", "min", "max"] as const;
const HEADS: Readonly<Record<(typeof FIELDS)[number], string>> = { mu: "μ", sigma: "σ", min: "min", max: "max" };

/** The agent's pool: its densities, and its numbers in a row for each member. */
export function agentCard(editing: Editing, selected: number, select: (member: number) => void): TemplateResult {
  const { point } = editing;
  const { pool } = point;
  const chosen = Math.min(selected, pool.length - 1);
  const setTo = (event: Event) => {
    const list = event.target as HTMLSelectElement;
    const found = MEMBERS.find(({ name }) => name === list.value);
    list.value = "";
    if (found) editing.commit({ ...point, pool: pool.with(chosen, found.member) });
  };
  const add = () => {
    const next = MEMBERS.find(({ member }) => !pool.some((known) => isSame(known, member)))?.member;
    editing.commit(withWeights(point, [...pool, next ?? (pool[chosen] as ActionDistribution)], point.weights && [...point.weights, 1]));
    select(pool.length);
  };
  return html`<section class="card" aria-labelledby="agent-head"><h2 id="agent-head">Agent</h2>
    ${densityView(editing, chosen, select)}
    <div class="scroll"><table class="members"><thead><tr><th scope="col"><span class="visually-hidden">member</span></th>
      ${FIELDS.map((field) => html`<th scope="col">${HEADS[field]}</th>`)}${pool.length > 1 ? html`<th scope="col">weight</th><th scope="col"><span class="visually-hidden">remove</span></th>` : ""}</tr></thead>
      <tbody>${pool.map((member, i) => row(editing, member, i, i === chosen, select))}</tbody></table></div>
    ${faultLine(editing, "pool")} ${faultLine(editing, "weights")}
    <div class="row"><button type="button" ?disabled=${pool.length >= MOST_MEMBERS} @click=${add}>add a member</button>
      <select aria-label="set member ${chosen + 1} to" @change=${setTo}><option value="">set member ${chosen + 1} to …</option>
        ${MEMBERS.map(({ name }) => html`<option value=${name}>${name}</option>`)}</select></div>
    ${explained("pool")} ${explained("mu")} ${explained("sigma")} ${pool.length > 1 ? explained("weights") : ""}</section>`;
}

function row(editing: Editing, member: ActionDistribution, i: number, isChosen: boolean, select: (member: number) => void): TemplateResult {
  const { point } = editing;
  const { pool } = point;
  const weights = point.weights ?? pool.map(() => 1);
  const { color, dash } = memberStyle(i);
  const remove = () => editing.commit(withWeights(point, pool.toSpliced(i, 1), point.weights?.toSpliced(i, 1)));
  return html`<tr class=${isChosen ? "chosen" : ""} @focusin=${() => select(i)}><th scope="row">
      <button type="button" class="member" aria-pressed=${isChosen ? "true" : "false"} aria-label="member ${i + 1}: show its handles" @click=${() => select(i)}>
        <svg width="22" height="10" aria-hidden="true"><line x1="1" x2="21" y1="5" y2="5" style=${`stroke:${color};stroke-dasharray:${dash.join(" ")}`} /></svg>${i + 1}</button></th>
    ${FIELDS.map(
      (field) =>
        html`<td>${numberField(editing, {
          path: `pool[${i}].${field}`,
          place: "pool",
          label: `${HEADS[field]} of member ${i + 1}`,
          value: member[field],
          act: (value) => ({ ...point, pool: pool.with(i, { ...member, [field]: value }) }),
        })}</td>`,
    )}
    ${
      pool.length === 1
        ? ""
        : html`<td>${numberField(editing, { path: `weights[${i}]`, place: "weights", label: `weight of member ${i + 1}`, value: weights[i], act: (value) => withWeights(point, pool, weights.with(i, value)) })}</td>
      <td><button type="button" aria-label="remove member ${i + 1}" title="remove" @click=${remove}>×</button></td>`
    }</tr>`;
}

/** Equal weights are the default and left out. A smaller pool keeps what the model then refuses, such as pruning: the user is told. */
function withWeights(point: PointInput, pool: PointInput["pool"], weights: readonly number[] | undefined): PointInput {
  const { weights: _, ...rest } = point;
  const isPlain = weights === undefined || weights.every((weight) => weight === 1);
  return { ...rest, pool: [...pool], ...(isPlain ? {} : { weights: [...weights] }) };
}

const isSame = (a: ActionDistribution, b: ActionDistribution) => FIELDS.every((field) => a[field] === b[field]);
