import { bin } from "d3";
import type { TopLevelSpec } from "vega-lite";
import type { RecommendationMarks } from "../model/recommendation.ts";
import { CURVE_STYLES, FAINT_INK, INK, PAPER, TEXT, VEGA_CONFIG } from "./theme.ts";

const SIZE = { width: 300, height: 230 } as const;
/** A chosen pass rate below this has its label above it. */
const LOW_RATE = 0.45;
const BAR = "#D5DEE6";
const [CURVE, CHOSEN] = [CURVE_STYLES[0].color, CURVE_STYLES[1].color];
/** Bars of the histogram, at most and at least; between them the square root of the number of steps. */
const BARS = { least: 6, most: 30 } as const;

/**
 * Left, the law of one step over the histogram of those observed; right, the pass rate of K equal stages, with the recommended harness
 * and its 95% interval. Both axes of a panel begin where the data do; rates at 0.
 */
export function recommendationFigure(marks: RecommendationMarks): TopLevelSpec {
  return {
    config: VEGA_CONFIG,
    spacing: 62,
    bounds: "flush",
    hconcat: [stepPanel(marks), ratePanel(marks)],
  } as unknown as TopLevelSpec;
}

function stepPanel({ steps, density }: RecommendationMarks) {
  const [first, last] = [density[0].step, density[density.length - 1].step];
  const margin = 0.04 * (last - first);
  const x = {
    type: "quantitative",
    scale: { domain: [Math.max(0, first - margin), last + margin], nice: false, zero: false },
    axis: { title: "one step (units of work)", tickCount: 7, grid: false },
  };
  const y = { type: "quantitative", scale: { zero: true }, axis: { title: "density (per unit of work)", tickCount: 5, format: "~r" } };
  const bars = steps
    ? [
        {
          data: { values: histogram(steps, first, last) },
          mark: { type: "rect", color: BAR, stroke: PAPER, strokeWidth: 0.8 },
          encoding: { x: { ...x, field: "from" }, x2: { field: "to" }, y: { ...y, field: "height" }, y2: { field: "base" } },
        },
      ]
    : [];
  return {
    ...SIZE,
    title: heading("The agent's steps", steps ? `curve: fitted law; bars: ${steps.length} observed` : "law of one unguided step"),
    layer: [
      ...bars,
      {
        data: {
          values: [{ step: first, density: 0 }, ...density, { step: last, density: 0 }].map((place, order) => ({ ...place, order })),
        },
        mark: { type: "line", color: CURVE, strokeWidth: 2 },
        encoding: { x: { ...x, field: "step" }, y: { ...y, field: "density" }, order: { field: "order", type: "quantitative" } },
      },
    ],
  };
}

function ratePanel({ goal, tolerance, uniform, chosen }: RecommendationMarks) {
  const most = Math.max(chosen?.stages ?? 1, ...uniform.map(({ stages }) => stages));
  const x = {
    type: "quantitative",
    scale: { domain: [0, most + 1], nice: false },
    axis: { title: "stages K", tickMinStep: 1, tickCount: 8, grid: false },
  };
  const y = {
    type: "quantitative",
    scale: { domain: [0, 1.04], nice: false },
    axis: { title: "pass rate", values: [0, 0.2, 0.4, 0.6, 0.8, 1], format: "~r" },
  };
  const place = { x: { ...x, field: "stages" }, y: { ...y, field: "passRate" } };
  const kept = chosen
    ? [{ ...chosen, passRate: chosen.estimate, base: 0, foot: chosen.estimate < LOW_RATE ? 0.98 : 0.22, text: labelOf(chosen) }]
    : [];
  const right = (chosen?.stages ?? 0) > most / 2;
  return {
    ...SIZE,
    title: heading("Pass rate by number of stages", `goal ${short(goal)}, tolerance ${short(tolerance)}; small marks: K equal stages`),
    layer: [
      { data: { values: uniform }, mark: { type: "line", color: CURVE, strokeWidth: 1, opacity: 0.6 }, encoding: place },
      { data: { values: uniform }, mark: { type: "point", filled: true, color: CURVE, size: 22, opacity: 1 }, encoding: place },
      {
        data: { values: kept },
        mark: { type: "rule", color: CHOSEN, strokeWidth: 3 },
        encoding: { x: place.x, y: { ...y, field: "low" }, y2: { field: "high" } },
      },
      {
        data: { values: kept },
        mark: { type: "point", filled: true, shape: "diamond", size: 70, color: CHOSEN, stroke: INK, strokeWidth: 0.8, opacity: 1 },
        encoding: place,
      },
      // Below a good pass rate and above a poor one, where the curve leaves room; the first copy is a white rim.
      ...[{ stroke: PAPER, strokeWidth: 4 }, {}].map((rim) => ({
        data: { values: kept },
        mark: {
          type: "text",
          align: right ? "right" : "left",
          dx: right ? -9 : 9,
          fontSize: TEXT.mark,
          color: INK,
          lineBreak: "\n",
          baseline: "top",
          ...rim,
        },
        encoding: { x: place.x, y: { ...y, field: "foot" }, text: { field: "text" } },
      })),
      {
        data: { values: kept },
        mark: { type: "rule", color: FAINT_INK, strokeWidth: 0.8, strokeDash: [2, 3] },
        encoding: { x: place.x, y: { ...y, field: "base" }, y2: { field: "low" } },
      },
    ],
  };
}

function labelOf({ stages, kind, estimate, low, high }: NonNullable<RecommendationMarks["chosen"]>): string {
  const named = { uniform: "equal stages", partial: "stages, chunks and a tail", explicit: "unequal stages" }[kind];
  return `recommended: ${stages} ${stages === 1 ? "stage" : named}\npass rate ${short(estimate)}\n95%: ${short(low)} to ${short(high)}`;
}

/** Heights are densities: the bars' areas add up to 1. */
function histogram(steps: readonly number[], first: number, last: number) {
  const bars = Math.min(BARS.most, Math.max(BARS.least, Math.round(Math.sqrt(steps.length))));
  const width = (last - first) / bars;
  const cuts = Array.from({ length: bars - 1 }, (_, i) => first + (i + 1) * width);
  return bin()
    .domain([first, last])
    .thresholds(cuts)([...steps])
    .map((held, i) => ({ from: first + i * width, to: first + (i + 1) * width, base: 0, height: held.length / (steps.length * width) }));
}

function heading(text: string, subtitle: string) {
  return {
    text,
    subtitle,
    anchor: "start",
    fontSize: TEXT.heading,
    color: INK,
    subtitleColor: FAINT_INK,
    subtitleFontSize: TEXT.mark,
    offset: 10,
  };
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
