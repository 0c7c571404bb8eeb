import { scaleLinear } from "d3";
import { html, svg } from "lit-html";
import type { PointInput } from "../../../model/point.ts";
import type { Editing } from "./editing.ts";
import { handle } from "./handle.ts";
import { onGrain } from "./ranges.ts";
import { cutAt, cutInHalf, movedTo, requestsBetween, rulerEnd, rulerStep, stretchedTo, subgoalsOf, without } from "./ruler.ts";
import { shortNumber } from "./shortNumber.ts";

const WIDTH = 440;
const EDGE = 16;
const LINE = 52;
/** More handles than this cannot be told apart; the list of numbers takes them. */
const MOST_HANDLES = 60;

type Explicit = Extract<PointInput["stages"], { kind: "explicit" }>;

/** Subgoals on a ruler from 0 to the goal: dragged, cut in two, taken away; each with its tolerance window. */
export function rulerView(editing: Editing, { requests }: Explicit) {
  const { point } = editing;
  const { goal, tolerance } = point;
  const subgoals = subgoalsOf(requests);
  const anchored = editing.anchor.stages.kind === "explicit" ? editing.anchor.stages.requests : requests;
  const most = rulerEnd(anchored, editing.anchor.goal) * 1.08;
  const x = scaleLinear([0, most], [EDGE, WIDTH - EDGE]);
  const step = rulerStep(goal);
  const withSubgoals = (next: readonly number[]): PointInput => ({
    ...point,
    stages: { kind: "explicit", requests: requestsBetween(next) },
  });
  const put = (next: readonly number[] | undefined, isDone = true) => {
    if (next) (isDone ? editing.commit : editing.preview)(withSubgoals(next));
  };
  const placeUnder = (event: MouseEvent) => {
    const box = ((event.currentTarget as SVGElement).ownerSVGElement ?? (event.currentTarget as SVGSVGElement)).getBoundingClientRect();
    return x.invert(((event.clientX - box.left) / box.width) * WIDTH);
  };
  const moveTo = (t: number) => (value: number, isDone: boolean) => {
    const snapped = t === subgoals.length - 1 && Math.abs(value - goal) < 2 * step ? goal : onGrain(value, step / 5);
    put(movedTo(subgoals, t, snapped, most), isDone);
  };
  const keys = (t: number) => (event: KeyboardEvent) => {
    if (event.key === "Enter") put(cutInHalf(subgoals, t));
    else if (event.key === "Delete" || event.key === "Backspace") put(without(subgoals, t));
    else return false;
    return true;
  };
  const toleranceWindow = (at: number, t: number) => {
    const [from, to] = [x(Math.max(0, at - tolerance)), x(Math.min(most, at + tolerance))];
    return svg`<rect class="window" data-stage=${t + 1} x=${from} width=${Math.max(0, to - from)} y=${LINE - 16} height="32" />`;
  };
  const subgoal = (at: number, t: number) =>
    handle({
      name: `subgoal ${t + 1}`,
      value: at,
      text: `at ${shortNumber(at)}, asking ${shortNumber(requests[t] as number)}`,
      low: 0,
      high: most,
      step,
      at: placeUnder,
      move: moveTo(t),
      onKey: keys(t),
      mark: svg`<rect class="grip" x=${x(at) - 9} y=${LINE - 26} width="18" height="52" /><line x1=${x(at)} x2=${x(at)} y1=${LINE - 18} y2=${LINE + 18} /><circle cx=${x(at)} cy=${LINE - 18} r="6" />`,
    });
  const ticks = x.ticks(6).filter((tick) => tick <= most);
  const end = subgoals.at(-1) as number;
  return html`<div class="ruler">
    ${
      requests.length > MOST_HANDLES
        ? html`<p class="faint">${requests.length} stages are too many for handles; change them as numbers below.</p>`
        : html`<svg viewBox="0 0 ${WIDTH} 108" role="group" aria-label="ruler of subgoals from 0 to the goal" @dblclick=${(event: MouseEvent) => put(cutAt(subgoals, onGrain(placeUnder(event), step)))}>
      <rect class="ground" x="0" y="0" width=${WIDTH} height="108" />
      ${subgoals.map(toleranceWindow)}
      <line class="line" x1=${x(0)} x2=${x(most)} y1=${LINE} y2=${LINE} />
      ${ticks.map((tick) => svg`<line class="tick" x1=${x(tick)} x2=${x(tick)} y1=${LINE + 20} y2=${LINE + 26} /><text x=${x(tick)} y=${LINE + 41} text-anchor="middle">${shortNumber(tick)}</text>`)}
      <line class="goal" x1=${x(goal)} x2=${x(goal)} y1="16" y2=${LINE + 26} /><text class="goal" x=${x(goal)} y="12" text-anchor="middle">goal</text>
      ${subgoals.map(subgoal)}
    </svg>`
    }
    <div class="row">
      <button type="button" @click=${() => put(cutInHalf(subgoals))} title="cuts the longest stage in two">add subgoal</button>
      <button type="button" ?disabled=${requests.length < 2} @click=${() => put(without(subgoals, subgoals.length - 1))}>remove last</button>
      ${end === goal ? "" : html`<button type="button" @click=${() => editing.commit({ ...point, stages: { kind: "explicit", requests: stretchedTo(requests, goal) } })}>stretch to the goal</button>`}
    </div>
    <p class="faint">Drag a subgoal or move it by arrow keys; Enter cuts its stage in two, Delete takes it away, a double click on the ruler adds one.
      A band is the window of its stage, were all before it met exactly.</p>
  </div>`;
}
