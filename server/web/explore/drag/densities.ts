import { line, scaleLinear } from "d3";
import { html, svg, type TemplateResult } from "lit-html";
import type { ActionDistribution } from "../../../../model/point.ts";
import { truncatedNormal } from "../../../../numerics/truncatedNormal.ts";
import { dragHandle } from "./handle.ts";

export interface DensityEditor {
  readonly pool: readonly ActionDistribution[];
  preview(member: number, changed: ActionDistribution): void;
  commit(member: number, changed: ActionDistribution): void;
}

const SIZE = { width: 360, height: 190, left: 8, right: 8, top: 14, bottom: 30 } as const;
const PLACES = 120;
/** Steps shorter than this share of the axis are all one to a finger. */
const KEY_STEPS = 200;

/**
 * The laws of a pool's steps on one chart. Of each law the two ends of its range, its location μ and its scale σ can be dragged, or moved by
 * keys: a dot at μ, another at μ + σ, bars at the ends.
 */
export function densities({ pool, preview, commit }: DensityEditor): TemplateResult {
  const most = Math.max(...pool.map(({ max }) => max));
  const step = niceStep(most / KEY_STEPS);
  const x = scaleLinear([0, most * 1.25], [SIZE.left, SIZE.width - SIZE.right]);
  const curves = pool.map(curveOf);
  const highest = Math.max(...curves.flatMap((curve) => curve.map(([, density]) => density)));
  const y = scaleLinear([0, highest], [SIZE.height - SIZE.bottom, SIZE.top]);
  const draw = line<readonly [number, number]>(
    ([at]) => x(at),
    ([, density]) => y(density),
  );
  return html`<svg class="densities" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="group" aria-label="laws of the agent's steps">
    <line class="axis" x1=${SIZE.left} x2=${SIZE.width - SIZE.right} y1=${y(0)} y2=${y(0)}></line>
    ${x.ticks(6).map((tick) => svg`<text class="tick" x=${x(tick)} y=${y(0) + 15}>${tick}</text>`)}
    <text class="tick" x=${SIZE.width - SIZE.right} y=${SIZE.height - 2} text-anchor="end">one step (units of work)</text>
    ${curves.map((curve, i) => svg`<path class="density member-${i % 8}" d=${draw([[curve[0]?.[0] ?? 0, 0], ...curve, [curve.at(-1)?.[0] ?? 0, 0]]) ?? ""}></path>`)}
    ${pool.map((member, i) => {
      const { mu, sigma, min, max } = member;
      const name = pool.length > 1 ? ` of member ${i + 1}` : "";
      const of = (
        field: keyof ActionDistribution,
        label: string,
        least: number,
        top: number,
        shape: "dot" | "bar",
        at: number,
        height: number,
      ) =>
        dragHandle({
          id: `${field}-${i}`,
          label: label + name,
          value: member[field],
          least,
          most: top,
          step,
          x: x(at),
          y: y(height),
          shape,
          valueAt: (place) => (field === "sigma" ? x.invert(place) - mu : x.invert(place)),
          preview: (value) => preview(i, { ...member, [field]: value }),
          commit: (value) => commit(i, { ...member, [field]: value }),
        });
      const reach = Math.max(max - min, sigma) * 4;
      return svg`<g class="member-${i % 8}">
        ${of("min", "smallest step", 0, max - step, "bar", min, 0)}
        ${of("max", "largest step", min + step, most * 1.25, "bar", max, 0)}
        ${of("mu", "location μ", Math.max(0, min - reach), max + reach, "dot", mu, densityNear(curves[i] ?? [], mu))}
        ${of("sigma", "scale σ", step, reach, "dot", Math.min(mu + sigma, most * 1.24), densityNear(curves[i] ?? [], mu + sigma))}
      </g>`;
    })}
  </svg>`;
}

function curveOf({ mu, sigma, min, max }: ActionDistribution): (readonly [number, number])[] {
  const law = truncatedNormal(mu, sigma, min, max);
  return Array.from({ length: PLACES + 1 }, (_, i) => {
    const at = i === PLACES ? max : min + ((max - min) * i) / PLACES;
    return [at, law.density(at)] as const;
  });
}

/** Height of the curve at a place, of its nearest end beyond them: where a handle sits. */
function densityNear(curve: readonly (readonly [number, number])[], at: number): number {
  return curve.reduce((best, place) => (Math.abs(place[0] - at) < Math.abs(best[0] - at) ? place : best), curve[0] ?? [0, 0])[1];
}

/** The largest of 1, 2, 5 times a power of ten that is no larger. */
function niceStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const factor = [5, 2, 1].find((candidate) => candidate * power <= most * (1 + 1e-9)) ?? 1;
  return Number((factor * power).toPrecision(12));
}
