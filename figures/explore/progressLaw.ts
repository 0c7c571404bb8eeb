import type { TopLevelSpec } from "vega-lite";
import type { Look } from "../look.ts";

/** A bin of the final progress: its ends and P(X in it) per unit of work. */
export interface ProgressBin {
  readonly from: number;
  readonly to: number;
  readonly density: number;
  /** P(X ≤ to). */ readonly below: number;
}

export const LAW_DATA = { bins: "bins", marks: "marks" } as const;

/**
 * The law of the final progress X as a histogram of exact bin probabilities, with the goal and quantiles marked. Data: `bins` of `ProgressBin`,
 * `marks` of {at, what, label, line}, `line` the height of the label in px from the top.
 */
export function progressLawFigure(look: Look, width: number): TopLevelSpec {
  const x = {
    type: "quantitative",
    scale: { zero: false, nice: false },
    axis: { title: "final progress X (units of work)", grid: false, tickCount: 8 },
  };
  return {
    config: look.config,
    width,
    height: 170,
    layer: [
      {
        data: { name: LAW_DATA.bins },
        mark: { type: "rect", color: look.curves[0]?.color, opacity: 0.55 },
        encoding: {
          x: { ...x, field: "from" },
          x2: { field: "to" },
          y: { field: "density", type: "quantitative", axis: { title: "P per unit of work", tickCount: 4, format: "~r", minExtent: 34 } },
          y2: { datum: 0 },
          tooltip: [
            { field: "from", title: "from", format: ".4~g" },
            { field: "to", title: "to", format: ".4~g" },
            { field: "below", title: "P(X at most to)", format: ".4~g" },
          ],
        },
      },
      {
        data: { name: LAW_DATA.marks },
        mark: { type: "rule", strokeWidth: 1.6 },
        encoding: {
          x: { ...x, field: "at" },
          color: {
            field: "what",
            type: "nominal",
            scale: { domain: ["goal", "quantile"], range: [look.here, look.faintInk] },
            legend: null,
          },
          strokeDash: {
            field: "what",
            type: "nominal",
            scale: {
              domain: ["goal", "quantile"],
              range: [
                [1, 0],
                [3, 3],
              ],
            },
            legend: null,
          },
        },
      },
      {
        data: { name: LAW_DATA.marks },
        mark: { type: "text", align: "left", baseline: "top", dx: 3, dy: 1, fontSize: 10.5, color: look.ink },
        encoding: {
          x: { ...x, field: "at" },
          y: { field: "line", type: "quantitative", scale: null, axis: null },
          text: { field: "label" },
        },
      },
    ],
  } as unknown as TopLevelSpec;
}
