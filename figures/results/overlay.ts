import type { TopLevelSpec } from "vega-lite";
import type { Look } from "../look.ts";

/** A figure of one result: an interval from `low` to `high`, which may be a point. */
export interface OverlayRow {
  /** Short name of the result. */ readonly result: string;
  readonly figure: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export const OVERLAY_DATA = "overlay";

/** Figures of several results beside each other, each figure on its own axis. Data: `overlay` of `OverlayRow`. */
export function overlayFigure(look: Look, width: number, figures: readonly string[], results: readonly string[]): TopLevelSpec {
  const colours = { domain: results, range: results.map((_, i) => look.curves[i % look.curves.length]?.color) };
  const shapes = { domain: results, range: results.map((_, i) => look.curves[i % look.curves.length]?.shape) };
  const y = {
    field: "result",
    type: "nominal",
    sort: null,
    axis: { title: null, labelLimit: Math.round(width / 3), grid: false, minExtent: Math.min(180, Math.round(width / 3)) },
  };
  return {
    config: look.config,
    vconcat: figures.map((figure) => ({
      title: { text: figure, anchor: "start", fontSize: 11.5 },
      width: Math.max(120, width - Math.min(180, Math.round(width / 3))),
      height: { step: 20 },
      data: { name: OVERLAY_DATA },
      transform: [{ filter: { field: "figure", equal: figure } }],
      layer: [
        {
          mark: { type: "rule", strokeWidth: 2 },
          encoding: {
            y,
            x: { field: "low", type: "quantitative", scale: { zero: false }, axis: { title: null, tickCount: 5, format: "~g" } },
            x2: { field: "high" },
            color: { field: "result", type: "nominal", scale: colours, legend: null },
          },
        },
        {
          mark: { type: "point", filled: true, size: 55, opacity: 1 },
          encoding: {
            y,
            x: { field: "value", type: "quantitative", scale: { zero: false } },
            color: { field: "result", type: "nominal", scale: colours, legend: null },
            shape: { field: "result", type: "nominal", scale: shapes, legend: null },
            tooltip: ["result", "figure", "value", "low", "high"].map((field) => ({ field })),
          },
        },
      ],
    })),
  } as unknown as TopLevelSpec;
}
