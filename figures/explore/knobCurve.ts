import type { TopLevelSpec } from "vega-lite";
import type { Look } from "../look.ts";

/** A place of the curve; a figure that does not exist there is absent, and the line has a gap. */
export interface CurveRow {
  /** Value of the knob. */ readonly at: number;
  readonly passRate?: number | undefined;
  /** Units of work. */ readonly finalBias?: number | undefined;
}

/** Names of the data that a page puts in. */
export const CURVE_DATA = { curve: "curve", here: "here", pinned: "pinned" } as const;

export interface KnobAxis {
  /** Words of the axis, with its unit. */ readonly title: string;
  readonly isInteger: boolean;
  readonly isLog: boolean;
}

/**
 * Pass rate above, final bias below, over one knob; a rule and a dot where the knob stands. Data sets: `curve` and `here` of `CurveRow`,
 * `pinned` of `CurveRow` with the name of its curve in `pin`.
 *
 * @param width  of a panel, px
 */
export function knobCurve(axis: KnobAxis, look: Look, width: number): TopLevelSpec {
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
  const panel = (field: "passRate" | "finalBias", title: string, scale: object) => {
    const y = { field, type: "quantitative", axis: { title, tickCount: 5, format: "~r", minExtent: 34 }, scale };
    const tooltip = [
      { field: "at", title: axis.title, format: "~g" },
      { field: "passRate", title: "pass rate", format: ".6~g" },
      { field: "finalBias", title: "final bias", format: ".6~g" },
    ];
    const line = { strokeWidth: 2, strokeJoin: "round", interpolate: "linear" };
    return {
      width,
      height: Math.round(Math.max(130, Math.min(240, width * 0.42))),
      layer: [
        {
          data: { name: CURVE_DATA.pinned },
          mark: { type: "line", ...line, opacity: 0.8 },
          encoding: { x, y, detail: { field: "pin" }, strokeDash: pinned(look, "dash"), color: pinned(look, "color") },
        },
        { data: { name: CURVE_DATA.curve }, mark: { type: "line", ...line, color: look.curves[0]?.color }, encoding: { x, y } },
        {
          data: { name: CURVE_DATA.curve },
          mark: { type: "point", filled: true, size: 26, color: look.curves[0]?.color, opacity: 1 },
          encoding: { x, y, tooltip },
        },
        { data: { name: CURVE_DATA.here }, mark: { type: "rule", color: look.here, strokeDash: [3, 3] }, encoding: { x } },
        {
          data: { name: CURVE_DATA.here },
          mark: { type: "point", filled: true, size: 90, color: look.here, opacity: 1 },
          encoding: { x, y, tooltip },
        },
      ],
    };
  };
  return {
    config: look.config,
    datasets: {},
    vconcat: [
      panel("passRate", "pass rate", { domain: [0, 1] }),
      panel("finalBias", "final bias (units of work)", { zero: true, nice: true }),
    ],
  } as unknown as TopLevelSpec;
}

/** Pins take the styles behind that of the live curve. */
function pinned(look: Look, channel: "dash" | "color") {
  return { field: "pin", type: "nominal", legend: null, scale: { range: look.curves.slice(1).map((style) => style[channel]) } };
}
