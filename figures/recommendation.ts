import { bin } from "d3";
import type { TopLevelSpec } from "vega-lite";
import type { RecommendationMarks } from "../model/recommendation.ts";
import { CURVE_STYLES, FAINT_INK, INK, PAPER, TEXT, VEGA_CONFIG } from "./theme.ts";

const SIZE = { width: 300, height: 230 } as const;
/** No tick at the very top, whose label would push one heading above the other. */
const HEAD_ROOM = 1.04;
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
  const columns = steps ? histogram(steps, first, last) : [];
  const highest = Math.max(...density.map((place) => place.density), ...columns.map(({ height }) => height));
  const y = {
    type: "quantitative",
    scale: { domain: [0, HEAD_ROOM * highest], nice: false },
    axis: { title: "density (per unit of work)", tickCount: 5, format: "~r" },
  };
  const bars = steps
    ? [
        {
          data: { values: columns },
          mark: { type: "rect", color: BAR, stroke: PAPER, strokeWidth: 0.8 },
          encoding: { x: { ...x, field: "from" }, x2: { field: "to" }, y: { ...y, field: "height" }, y2: { field: "base" } },
        },
      ]
    : [];
  return {
    ...SIZE,
    title: heading("The agent's steps", [
      steps ? `curve: fitted law; bars: ${steps.length} observed` : "law of one unguided step",
      " ",
      " ",
    ]),
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

function ratePanel(marks: RecommendationMarks) {
  const { uniform, chosen } = marks;
  const most = Math.max(chosen?.stages ?? 1, ...uniform.map(({ stages }) => stages));
  const x = {
    type: "quantitative",
    scale: { domain: [0, most + 1], nice: false },
    axis: { title: "stages K", tickMinStep: 1, tickCount: 8, grid: false },
  };
  const y = {
    type: "quantitative",
    scale: { domain: [0, HEAD_ROOM], nice: false },
    axis: { title: "pass rate", values: [0, 0.2, 0.4, 0.6, 0.8, 1], format: "~r" },
  };
  const place = { x: { ...x, field: "stages" }, y: { ...y, field: "passRate" } };
  const kept = chosen ? [{ ...chosen, passRate: chosen.estimate, base: 0 }] : [];
  return {
    ...SIZE,
    title: heading("Pass rate by number of stages", keyOf(marks, marks.steps !== undefined)),
    layer: [
      { data: { values: uniform }, mark: { type: "line", color: CURVE, strokeWidth: 1, opacity: 0.6 }, encoding: place },
      { data: { values: uniform }, mark: { type: "point", filled: true, color: CURVE, size: 22, opacity: 1 }, encoding: place },
      {
        data: { values: kept },
        mark: { type: "rule", color: CHOSEN, strokeWidth: 1.5 },
        encoding: { x: place.x, y: { ...y, field: "low" }, y2: { field: "high" } },
      },
      ...(marks.steps === undefined ? [] : ["low", "high"]).map((field) => ({
        data: { values: kept },
        mark: { type: "tick", orient: "horizontal", color: CHOSEN, thickness: 1.5, width: 12 },
        encoding: { x: place.x, y: { ...y, field } },
      })),
      {
        data: { values: kept },
        // Hollow: a small mark or an interval may lie behind it.
        mark: { type: "point", filled: false, shape: "diamond", size: 110, color: CHOSEN, strokeWidth: 2, opacity: 1 },
        encoding: place,
      },
      {
        data: { values: kept },
        mark: { type: "rule", color: FAINT_INK, strokeWidth: 0.8, strokeDash: [2, 3] },
        encoding: { x: place.x, y: { ...y, field: "base" }, y2: { field: "low" } },
      },
    ],
  };
}

/** Under the heading, where no curve is. @param fitted  whether the interval is one of a fitted agent */
function keyOf({ chosen, goal, tolerance }: RecommendationMarks, fitted: boolean): string[] {
  const key = `goal ${short(goal)}, tolerance ${short(tolerance)}; small marks: K equal stages`;
  if (!chosen) return [key, " ", " "];
  const { stages, kind, estimate, low, high } = chosen;
  const named = { uniform: "equal stages", partial: "stages, chunks and a tail", explicit: "unequal stages" }[kind];
  const sure = fitted
    ? `95%: ${short(low)} to ${short(high)}`
    : `exact; error ±${Math.max(high - estimate, estimate - low).toExponential(0)}`;
  return [key, `diamond, recommended: ${stages} ${stages === 1 ? "stage" : named}`, `pass rate ${short(estimate)} (${sure})`];
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

/** Headings stand at one height where they have as many lines. */
function heading(text: string, subtitle: readonly string[]) {
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
