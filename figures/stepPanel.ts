import { bin } from "d3";
import { CURVE_STYLES, FAINT_INK, INK, PAPER, TEXT } from "./theme.ts";

/** Size of a panel beside others. */
export const SIZE = { width: 300, height: 230 } as const;
/** No tick at the very top, whose label would push one heading above the other. */
export const HEAD_ROOM = 1.04;
const BAR = "#D5DEE6";
const CURVE = CURVE_STYLES[0].color;
/** Bars of the histogram, at most and at least; between them the square root of the number of steps. */
const BARS = { least: 6, most: 30 } as const;

export interface StepMarks {
  /** Steps observed, units of work; left out where there are none. */ readonly steps?: readonly number[];
  /** Density of one step, per unit of work. */ readonly density: readonly { readonly step: number; readonly density: number }[];
}

/** The law of one step over the histogram of those observed. The horizontal axis begins where the data do. */
export function stepPanel({ steps, density }: StepMarks) {
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
export function heading(text: string, subtitle: readonly string[]) {
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
