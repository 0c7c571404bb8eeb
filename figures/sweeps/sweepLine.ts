import type { TopLevelSpec } from "vega-lite";
import { type CurveRow, type KnobAxis, pinStyles } from "../explore/knobCurve.ts";
import type { Look } from "../look.ts";

/** A place of the line; simulated figures have the ends of their 95% intervals. */
export interface LineRow extends CurveRow {
  readonly passRateLow?: number | undefined;
  readonly passRateHigh?: number | undefined;
  readonly finalBiasLow?: number | undefined;
  readonly finalBiasHigh?: number | undefined;
  /** "20,000 runs, 95%: 0.41 to 0.43" */ readonly interval?: string;
}

/** Names of the data that a page puts in; `pinned` has the number of its curve in `pin`, "1" to "7". */
export const LINE_DATA = { rows: "rows", here: "here", pinned: "pinned" } as const;

const BESIDE = 640;
const LABELS = 62;
const GUTTER = 24;

/**
 * Pass rate and final bias over one knob, beside each other where there is room; a rule at the place that is read.
 *
 * @param whole  width of the picture, px
 */
export function sweepLine(axis: KnobAxis, look: Look, whole: number): TopLevelSpec {
  const isBeside = whole >= BESIDE;
  const width = Math.floor(isBeside ? (whole - GUTTER) / 2 : whole) - LABELS;
  const height = Math.round(Math.max(150, Math.min(isBeside ? 320 : 190, width * (isBeside ? 0.66 : 0.45))));
  const x = {
    field: "at",
    type: "quantitative",
    scale: { zero: false, nice: false, ...(axis.isLog ? { type: "log" } : {}) },
    axis: {
      title: axis.title,
      grid: false,
      tickCount: Math.max(3, Math.round(width / 70)),
      ...(axis.isInteger ? { tickMinStep: 1, format: "d" } : {}),
    },
  };
  const own = look.curves[0]?.color;
  const panel = (field: "passRate" | "finalBias", title: string, scale: object) => {
    const y = { field, type: "quantitative", axis: { title, tickCount: 5, format: "~r", minExtent: 34 }, scale };
    const tooltip = [
      { field: "at", title: axis.title, format: "~g" },
      { field: "passRate", title: "pass rate", format: ".6~g" },
      { field: "finalBias", title: "final bias", format: ".6~g" },
      { field: "interval", title: "interval" },
    ];
    const line = { type: "line", strokeWidth: 2, strokeJoin: "round", interpolate: "linear" };
    const rows = { name: LINE_DATA.rows };
    return {
      width,
      height,
      layer: [
        {
          data: { name: LINE_DATA.pinned },
          mark: { ...line, opacity: 0.8 },
          encoding: { x, y, detail: { field: "pin" }, strokeDash: pinStyles(look, "dash"), color: pinStyles(look, "color") },
        },
        { data: rows, mark: { ...line, color: own }, encoding: { x, y } },
        {
          data: rows,
          mark: { type: "rule", color: own, strokeWidth: 1.5 },
          encoding: { x, y: { ...y, field: `${field}Low` }, y2: { field: `${field}High` } },
        },
        { data: rows, mark: { type: "point", filled: true, size: 30, color: own, opacity: 1 }, encoding: { x, y, tooltip } },
        { data: { name: LINE_DATA.here }, mark: { type: "rule", color: look.here, strokeDash: [3, 3] }, encoding: { x } },
        {
          data: { name: LINE_DATA.here },
          mark: { type: "point", filled: true, size: 90, color: look.here, opacity: 1 },
          encoding: { x, y, tooltip },
        },
      ],
    };
  };
  return {
    config: look.config,
    datasets: {},
    spacing: isBeside ? GUTTER : 12,
    [isBeside ? "hconcat" : "vconcat"]: [
      panel("passRate", "pass rate", { domain: [0, 1] }),
      panel("finalBias", "final bias (units of work)", { zero: true, nice: true }),
    ],
  } as unknown as TopLevelSpec;
}
