import type { TopLevelSpec } from "vega-lite";
import type { Look } from "../look.ts";

/** A cell with figures; x and y count places from 0, `across` and `up` are the values there. */
export interface HeatCell {
  readonly x: number;
  readonly y: number;
  readonly across: number;
  readonly up: number;
  readonly passRate?: number | undefined;
  /** Units of work. */ readonly finalBias?: number | undefined;
  /** "20,000 runs, 95%: 0.41 to 0.43"; of simulated figures. */ readonly interval?: string;
}

/** Names of the data that a page puts in: `missing`, `best` and `here` need x and y alone. */
export const HEAT_DATA = { cells: "cells", missing: "missing", best: "best", here: "here" } as const;

export interface HeatAxis {
  /** Words of the axis, with its unit. */ readonly title: string;
  readonly values: readonly number[];
}

const LABELS = 66;
const LEGEND = 96;
/** Below this the legend lies above the map. */
const NARROW = 520;

/**
 * A figure over two knobs, a cell a place, in the order of the axes' values. Cells of `missing` are crossed out; cells in none of the data
 * sets are still to be worked out, and blank.
 *
 * @param whole  width of the picture, px
 */
export function heatMap(axes: readonly [HeatAxis, HeatAxis], figure: "passRate" | "finalBias", look: Look, whole: number): TopLevelSpec {
  const [across, up] = axes;
  const isNarrow = whole < NARROW;
  const room = whole - LABELS - (isNarrow ? 12 : LEGEND);
  // Whole pixels a cell: seams between cells would be drawn otherwise.
  const cellWidth = Math.max(1, Math.floor(room / across.values.length));
  const wantedHeight = Math.max(180, Math.min(560, 0.72 * room));
  const cellHeight = Math.max(1, Math.min(60, Math.floor(wantedHeight / up.values.length)));
  const [width, height] = [cellWidth * across.values.length, cellHeight * up.values.length];
  const x = { field: "x", type: "ordinal", scale: bands(across.values.length), axis: axisOf(across, width, look, 46) };
  const y = {
    field: "y",
    type: "ordinal",
    scale: bands(up.values.length, true),
    axis: { ...axisOf(up, height, look, 26), titlePadding: 8 },
  };
  const tooltip = [
    { field: "across", title: across.title, format: "~g" },
    { field: "up", title: up.title, format: "~g" },
    { field: "passRate", title: "pass rate", format: ".6~g" },
    { field: "finalBias", title: "final bias", format: ".6~g" },
    { field: "interval", title: "interval" },
  ];
  // Of biases that span decades the small ones matter: a root keeps them apart, and takes 0.
  const scale = { scheme: "viridis", type: figure === "finalBias" ? "sqrt" : "linear" };
  const size = Math.min(cellWidth, cellHeight);
  // From corner to corner of a cell, so that neighbours make one hatching.
  const [half, rise] = [cellWidth / size, cellHeight / size];
  const stroke = `M${-half},${rise}L${half},${-rise}`;
  const ring = (name: string, color: string, shape: string, scale: number) =>
    [
      [look.paper, 5],
      [color, 2.5],
    ].map(([ink, strokeWidth]) => ({
      data: { name },
      mark: { type: "point", filled: false, shape, stroke: ink, strokeWidth, size: Math.max(10, scale * size) ** 2, opacity: 1 },
      encoding: { x, y },
    }));
  return {
    config: { ...look.config, scale: { bandPaddingInner: 0, bandPaddingOuter: 0 } },
    datasets: {},
    // Labels of a legend stick out of what is measured for it.
    padding: isNarrow ? 5 : { left: 5, top: 5, bottom: 5, right: 24 },
    width,
    height,
    view: { stroke: look.faintInk },
    layer: [
      {
        data: { name: HEAT_DATA.cells },
        mark: { type: "rect" },
        encoding: {
          x,
          y,
          tooltip,
          color: { field: figure, type: "quantitative", scale, legend: legend(figure, isNarrow, width) },
        },
      },
      {
        data: { name: HEAT_DATA.missing },
        mark: { type: "rect", color: look.grid },
        encoding: { x, y, tooltip: [...tooltip.slice(0, 2), { field: "reason", title: "no figures" }] },
      },
      {
        data: { name: HEAT_DATA.missing },
        mark: { type: "point", shape: stroke, size: size ** 2, stroke: look.faintInk, strokeWidth: 1, opacity: 1 },
        encoding: { x, y },
      },
      ...ring(HEAT_DATA.best, look.ink, "circle", 1.5),
      ...ring(HEAT_DATA.here, look.here, "square", 1.1),
    ],
  } as unknown as TopLevelSpec;
}

function bands(count: number, isUpwards = false): object {
  const domain = Array.from({ length: count }, (_, i) => (isUpwards ? count - 1 - i : i));
  return { domain, paddingInner: 0, paddingOuter: 0 };
}

/** Labels of values, at even places, as many as there is room for. */
function axisOf({ title, values }: HeatAxis, length: number, look: Look, room: number): object {
  const every = Math.max(1, Math.ceil((values.length * room) / Math.max(1, length)));
  const labels = values.map((value) => String(Number(value.toPrecision(4))));
  return {
    title,
    grid: false,
    values: values.flatMap((_, i) => (i % every === 0 ? [i] : [])),
    labelExpr: `${JSON.stringify(labels)}[datum.value]`,
    labelAngle: 0,
    labelColor: look.ink,
  };
}

function legend(figure: "passRate" | "finalBias", isNarrow: boolean, width: number): object {
  return {
    title:
      figure === "passRate"
        ? ["pass", "rate"].join(isNarrow ? " " : "\n").split("\n")
        : isNarrow
          ? "final bias (units of work)"
          : ["final bias", "(units of", "work)"],
    format: ".3~g",
    tickCount: 5,
    ...(isNarrow
      ? { orient: "top", direction: "horizontal", gradientLength: Math.min(width, 240) }
      : { orient: "right", gradientLength: 180 }),
  };
}
