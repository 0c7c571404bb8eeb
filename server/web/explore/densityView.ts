import { area, line, scaleLinear } from "d3";
import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit-html";
import { DARK, LIGHT } from "../../../figures/look.ts";
import type { ActionDistribution } from "../../../model/point.ts";
import { themeNow } from "../shell/theme.ts";
import { densityLine, lengthsShown, withHandle } from "./densities.ts";
import type { Editing } from "./editing.ts";
import { handle } from "./handle.ts";
import { onGrain, roundBelow } from "./ranges.ts";
import { shortNumber } from "./shortNumber.ts";

const WIDTH = 440;
const HEIGHT = 190;
const EDGE = 14;
const TOP = 26;
const BASE = 152;
const NAMES: Readonly<Record<keyof ActionDistribution, string>> = { mu: "mean μ", sigma: "deviation σ", min: "min", max: "max" };

/** Colour and dash of each member, as curves have them. */
export function memberStyle(i: number) {
  const { curves } = themeNow() === "dark" ? DARK : LIGHT;
  return curves[i % curves.length] as (typeof curves)[number];
}

/** The pool on one axis, a density for each member; the selected one has handles. */
export function densityView(editing: Editing, selected: number, select: (member: number) => void): TemplateResult {
  const { pool } = editing.point;
  const lengths = lengthsShown(editing.anchor.pool);
  const x = scaleLinear(lengths, [EDGE, WIDTH - EDGE]);
  const lines = pool.map(densityLine);
  const highest = Math.max(1e-12, ...lines.flatMap((places) => (places ?? []).map(([, density]) => density)));
  const y = scaleLinear([0, highest], [BASE, TOP + 14]);
  const curve = (i: number): SVGTemplateResult | "" => {
    const places = lines[i];
    if (!places) return "";
    const { color, dash } = memberStyle(i);
    const stroke = line<readonly [number, number]>(
      ([at]) => x(at),
      ([, density]) => y(density),
    )([...places]);
    const fill = area<readonly [number, number]>(
      ([at]) => x(at),
      y(0),
      ([, density]) => y(density),
    )([...places]);
    return svg`<g class=${i === selected ? "member selected" : "member"} @click=${() => select(i)}><path class="fill" d=${fill} style=${`fill:${color}`} />
      <path d=${stroke} style=${`stroke:${color};stroke-dasharray:${dash.join(" ")}`} /></g>`;
  };
  return html`<svg class="densities" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="group" aria-label="densities of the agent's steps">
    ${pool.map((_, i) => curve(i))}
    <line class="line" x1=${EDGE} x2=${WIDTH - EDGE} y1=${BASE} y2=${BASE} />
    ${x.ticks(7).map((tick) => svg`<line class="tick" x1=${x(tick)} x2=${x(tick)} y1=${BASE} y2=${BASE + 5} /><text x=${x(tick)} y=${BASE + 20} text-anchor="middle">${shortNumber(tick)}</text>`)}
    <text class="axis" x=${WIDTH - EDGE} y=${HEIGHT - 3} text-anchor="end">length of a step (units of work)</text>
    ${pool[selected] ? handles(editing, selected, pool[selected], x, lengths) : ""}
  </svg>`;
}

type Scale = ReturnType<typeof scaleLinear<number, number>>;

function handles(
  editing: Editing,
  i: number,
  member: ActionDistribution,
  x: Scale,
  [low, high]: readonly [number, number],
): SVGTemplateResult {
  const { mu, sigma, min, max } = member;
  const step = roundBelow((high - low) / 200);
  const put = (name: keyof ActionDistribution) => (value: number, isDone: boolean) => {
    const next = withHandle(member, name, onGrain(value, step), step);
    const point = { ...editing.point, pool: editing.point.pool.with(i, next) };
    (isDone ? editing.commit : editing.preview)(point);
  };
  const at = (event: PointerEvent) => {
    const box = ((event.currentTarget as SVGElement).ownerSVGElement as SVGSVGElement).getBoundingClientRect();
    return x.invert(((event.clientX - box.left) / box.width) * WIDTH);
  };
  // A handle that would lie beyond the axis waits at its end.
  const place = (value: number) => Math.min(WIDTH - 8, Math.max(8, x(value)));
  const grip = (
    name: keyof ActionDistribution,
    value: number,
    options: { readonly mark: SVGTemplateResult; readonly value?: number; readonly at?: (event: PointerEvent) => number },
  ) =>
    handle({
      name: `${NAMES[name]} of member ${i + 1}`,
      value,
      text: `${shortNumber(value)} units of work`,
      low: name === "mu" ? low : 0,
      high,
      step,
      at: options.at ?? at,
      move: put(name),
      mark: options.mark,
    });
  const [left, right, middle, spread] = [place(min), place(max), place(mu), place(mu + sigma)];
  const middleHeight = (TOP + BASE) / 2;
  const catcher = (cx: number, cy: number) => svg`<circle class="grip" cx=${cx} cy=${cy} r="15" />`;
  const { color } = memberStyle(i);
  return svg`<g class="handles" style=${`color:${color}`}>
    <line class="guide" x1=${middle} x2=${middle} y1=${TOP} y2=${BASE} /><line class="guide" x1=${middle} x2=${spread} y1=${middleHeight} y2=${middleHeight} />
    ${grip("min", min, { mark: svg`${catcher(left, BASE - 9)}<path d=${`M${left + 7} ${BASE - 20}h-7v20h7`} /><text x=${left} y=${BASE - 25} text-anchor="middle">min</text>` })}
    ${grip("max", max, { mark: svg`${catcher(right, BASE - 9)}<path d=${`M${right - 7} ${BASE - 20}h7v20h-7`} /><text x=${right} y=${BASE - 25} text-anchor="middle">max</text>` })}
    ${grip("sigma", sigma, { at: (event) => at(event) - mu, mark: svg`${catcher(spread, middleHeight)}<path class="solid" d=${`M${spread} ${middleHeight - 8}l8 8l-8 8l-8 -8z`} /><text x=${spread} y=${middleHeight - 13} text-anchor="middle">σ</text>` })}
    ${grip("mu", mu, { mark: svg`${catcher(middle, TOP)}<circle class="solid" cx=${middle} cy=${TOP} r="7" /><text x=${middle} y=${TOP - 11} text-anchor="middle">μ</text>` })}
  </g>`;
}
