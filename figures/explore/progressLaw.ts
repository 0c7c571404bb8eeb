import type { TopLevelSpec } from "vega-lite";
import type { Look } from "../look.ts";

/** A bin of the final progress: its ends and P(X in it) per unit of work. */
export interface ProgressBin {
  readonly from: number;
  readonly to: number;
  readonly density: number;
  /** P(X ≤ to). */ readonly below: number;
}

/** The law as a density or as P(X ≤ x). */
export const LAW_VIEWS = ["density", "distribution"] as const;
export type LawView = (typeof LAW_VIEWS)[number];

export const LAW_DATA = { bins: "bins", marks: "marks" } as const;

/** Room above the law for three lines of labels, px. */
const LABELS = 42;
const HEIGHT = 150;

/**
 * The law of the final progress X with the goal and quantiles marked: a histogram of exact bin probabilities, or its distribution function.
 * Data: `bins` of `ProgressBin`, `marks` of {at, what, label, line}, `line` the height of the label in px from the top.
 */
export function progressLawFigure(view: LawView, look: Look, width: number): TopLevelSpec {
  const x = {
    type: "quantitative",
    scale: { zero: false, nice: false },
    axis: { title: "final progress X (units of work)", grid: false, tickCount: Math.max(3, Math.round(width / 90)) },
  };
  const tooltip = [
    { field: "from", title: "from", format: ".6~g" },
    { field: "to", title: "to", format: ".6~g" },
    { field: "density", title: "P per unit of work", format: ".4~g" },
    { field: "below", title: "P(X at most to)", format: ".6~g" },
  ];
  const axis = { tickCount: 4, format: ".3~g", minExtent: 34 };
  const range = { range: [LABELS + HEIGHT, LABELS] };
  const bins = {
    mark: { type: "rect", color: look.curves[0]?.color, opacity: 0.55 },
    encoding: {
      x: { ...x, field: "from" },
      x2: { field: "to" },
      y: { field: "density", type: "quantitative", scale: range, axis: { ...axis, title: "P per unit of work" } },
      y2: { datum: 0 },
      tooltip,
    },
  };
  const line = {
    mark: { type: "area", line: { color: look.curves[0]?.color, strokeWidth: 2 }, color: look.curves[0]?.color, opacity: 0.15 },
    encoding: {
      x: { ...x, field: "to" },
      y: { field: "below", type: "quantitative", scale: { ...range, domain: [0, 1] }, axis: { ...axis, title: "P(X at most x)" } },
      tooltip,
    },
  };
  const kinds = ["goal", "quantile"];
  const dashes = [
    [1, 0],
    [3, 3],
  ];
  const of = (range: readonly unknown[]) => ({ field: "what", type: "nominal", scale: { domain: kinds, range }, legend: null });
  return {
    config: look.config,
    width,
    height: LABELS + HEIGHT,
    layer: [
      { data: { name: LAW_DATA.bins }, ...(view === "density" ? bins : line) },
      {
        data: { name: LAW_DATA.marks },
        mark: { type: "rule", strokeWidth: 1.6 },
        encoding: { x: { ...x, field: "at" }, color: of([look.here, look.faintInk]), strokeDash: of(dashes) },
      },
      {
        data: { name: LAW_DATA.marks },
        mark: {
          type: "text",
          baseline: "top",
          fontSize: 10.5,
          color: look.ink,
          align: { expr: "datum.side" },
          dx: { expr: "datum.side == 'left' ? 3 : -3" },
        },
        encoding: {
          x: { ...x, field: "at" },
          y: { field: "line", type: "quantitative", scale: null, axis: null },
          text: { field: "label" },
        },
      },
    ],
  } as unknown as TopLevelSpec;
}
