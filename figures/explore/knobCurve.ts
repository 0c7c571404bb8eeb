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

/** From this width on the two panels stand side by side. */
const BESIDE = 640;
/** Room of the labels left of a panel, and between two. */
const LABELS = 62;
const GUTTER = 24;

/** Heights of a panel, px, where the two stand side by side and where they do not: least, most, and as a share of its width. */
export interface CurveShape {
  readonly least: number;
  readonly beside: { readonly most: number; readonly share: number };
  readonly below: { readonly most: number; readonly share: number };
  /** Area of a place's dot. */ readonly dot: number;
  /** Whether rows have 95% intervals, `passRateLow`, `passRateHigh` and so on, told of in `interval`. */ readonly hasIntervals: boolean;
}

const SHAPE: CurveShape = {
  least: 140,
  beside: { most: 280, share: 0.62 },
  below: { most: 170, share: 0.42 },
  dot: 26,
  hasIntervals: false,
};

/**
 * Pass rate and final bias over one knob, beside each other where there is room; a rule and a dot where the knob stands. Data sets: `curve`
 * and `here` of `CurveRow`, `pinned` of `CurveRow` with the number of its curve in `pin` ("1" to "7") and its name in `name`.
 *
 * @param whole  width of the picture, px
 */
export function knobCurve(axis: KnobAxis, look: Look, whole: number, shape: CurveShape = SHAPE): TopLevelSpec {
  const isBeside = whole >= BESIDE;
  const width = Math.floor(isBeside ? (whole - GUTTER) / 2 : whole) - LABELS;
  const { most, share } = isBeside ? shape.beside : shape.below;
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
      ...(shape.hasIntervals ? [{ field: "interval", title: "interval" }] : []),
    ];
    const line = { type: "line", strokeWidth: 2, strokeJoin: "round", interpolate: "linear" };
    const curve = { name: CURVE_DATA.curve };
    const interval = {
      data: curve,
      mark: { type: "rule", color: own, strokeWidth: 1.5 },
      encoding: { x, y: { ...y, field: `${field}Low` }, y2: { field: `${field}High` } },
    };
    return {
      width,
      height: Math.round(Math.max(shape.least, Math.min(most, width * share))),
      layer: [
        {
          data: { name: CURVE_DATA.pinned },
          mark: { ...line, opacity: 0.8 },
          encoding: { x, y, detail: { field: "pin" }, strokeDash: pinStyles(look, "dash"), color: pinStyles(look, "color") },
        },
        { data: curve, mark: { ...line, color: own }, encoding: { x, y } },
        ...(shape.hasIntervals ? [interval] : []),
        { data: curve, mark: { type: "point", filled: true, size: shape.dot, color: own, opacity: 1 }, encoding: { x, y, tooltip } },
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
    spacing: isBeside ? GUTTER : 12,
    [isBeside ? "hconcat" : "vconcat"]: [
      panel("passRate", "pass rate", { domain: [0, 1] }),
      panel("finalBias", "final bias (units of work)", { zero: true, nice: true }),
    ],
  } as unknown as TopLevelSpec;
}

const PIN_NUMBERS = ["1", "2", "3", "4", "5", "6", "7"];

/** Pins take the styles behind that of the live curve. */
function pinStyles(look: Look, channel: "dash" | "color") {
  return {
    field: "pin",
    type: "nominal",
    legend: null,
    scale: { domain: PIN_NUMBERS, range: look.curves.slice(1).map((style) => style[channel]) },
  };
}
