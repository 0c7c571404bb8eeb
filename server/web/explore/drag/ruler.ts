import { scaleLinear } from "d3";
import { html, svg, type TemplateResult } from "lit-html";
import { dragHandle } from "./handle.ts";
import { addSubgoal, moveSubgoal, removeSubgoal, splitLongest, subgoalsOf } from "./subgoals.ts";

export interface Ruler {
  readonly requests: readonly number[];
  readonly goal: number;
  readonly tolerance: number;
  preview(requests: readonly number[]): void;
  commit(requests: readonly number[]): void;
}

const SIZE = { width: 360, height: 92, left: 10, right: 14, line: 44 } as const;
/** Beyond this subgoals are too close to be dragged; the field below takes any number. */
const MOST_HANDLES = 60;

/** The goal as a ruler: subgoals with their tolerance windows, to be dragged, added and removed. */
export function ruler({ requests, goal, tolerance, preview, commit }: Ruler): TemplateResult {
  const subgoals = subgoalsOf(requests);
  const end = Math.max(goal, subgoals.at(-1) ?? 0) * 1.06;
  const x = scaleLinear([0, end], [SIZE.left, SIZE.width - SIZE.right]);
  const add = (event: MouseEvent) => {
    const drawing = event.currentTarget as SVGSVGElement;
    const { left, width } = drawing.getBoundingClientRect();
    const at = x.invert(((event.clientX - left) / width) * SIZE.width);
    commit(addSubgoal(requests, Number(at.toPrecision(4)), tolerance));
  };
  const shown = subgoals.slice(0, MOST_HANDLES);
  return html`<svg class="ruler" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="group" aria-label="subgoals from 0 to the goal" @dblclick=${add}>
      ${subgoals.map((at) => svg`<rect class="window" x=${x(Math.max(0, at - tolerance))} y=${SIZE.line - 16} width=${x(at + tolerance) - x(Math.max(0, at - tolerance))} height="32"></rect>`)}
      <line class="axis" x1=${x(0)} x2=${x(end)} y1=${SIZE.line} y2=${SIZE.line}></line>
      <line class="goal" x1=${x(goal)} x2=${x(goal)} y1="8" y2=${SIZE.line + 22}></line>
      <text class="tick" x=${x(goal)} y="8" text-anchor="end" dx="-4" dominant-baseline="hanging">goal ${goal}</text>
      ${x.ticks(6).map((tick) => svg`<text class="tick" x=${x(tick)} y=${SIZE.height - 6}>${tick}</text>`)}
      ${shown.map((at, i) =>
        dragHandle({
          id: `subgoal-${i}`,
          label: `subgoal ${i + 1} of ${requests.length}`,
          value: at,
          least: (subgoals[i - 1] ?? 0) + tolerance,
          most: subgoals[i + 1] === undefined ? end : (subgoals[i + 1] as number) - tolerance,
          step: goal / 200,
          x: x(at),
          y: SIZE.line,
          shape: "dot",
          valueAt: (place) => x.invert(place),
          preview: (to) => preview(moveSubgoal(requests, i, to, tolerance)),
          commit: (to) => commit(moveSubgoal(requests, i, to, tolerance)),
          remove: () => commit(removeSubgoal(requests, i)),
        }),
      )}
    </svg>
    <div class="row">
      <button type="button" @click=${() => commit(splitLongest(requests, tolerance))}>add a subgoal</button>
      <button type="button" ?disabled=${requests.length < 2} @click=${() => commit(removeSubgoal(requests, requests.length - 1))}>remove the last</button>
    </div>
    <p class="faint">Drag a subgoal, or move it with the arrow keys; Delete removes it, a double click on the ruler adds one. Bands are the tolerance windows of runs that met every request so far.${
      subgoals.length > MOST_HANDLES ? ` Only the first ${MOST_HANDLES} can be dragged.` : ""
    }</p>`;
}
