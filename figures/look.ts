import type { Config } from "vega-lite";
import { CURVE_STYLES, type CurveStyle, FAINT_INK, GRID, INK, PAPER, VEGA_CONFIG } from "./theme.ts";

/** The colours of a picture on a page, which may be dark. What is exported or printed is drawn in the light one. */
export interface Look {
  readonly paper: string;
  readonly ink: string;
  readonly faintInk: string;
  readonly grid: string;
  /** An area that is allowed, such as a tolerance window. */ readonly band: string;
  /** The value a knob stands at. */ readonly here: string;
  /** What tells curves apart, in the order they are handed out. */ readonly curves: readonly CurveStyle[];
  /** Passed, overshoot, exhaustion: the three ways of an attempt. */
  readonly accepted: string;
  readonly overshoot: string;
  readonly exhaustion: string;
  readonly config: Config;
}

/** On paper; the axes of a single picture may take the room their labels need. */
export const LIGHT: Look = lookOf({
  paper: PAPER,
  ink: INK,
  faintInk: FAINT_INK,
  grid: GRID,
  band: "#D5E8F3",
  here: "#B5480A",
  curves: CURVE_STYLES,
  accepted: "#0072B2",
  overshoot: "#D17A00",
  exhaustion: "#6A1B5A",
});

/** On a dark page: the same hues, lightened until each has 3:1 on it. */
export const DARK: Look = lookOf({
  paper: "#15191e",
  ink: "#e6e9ec",
  faintInk: "#a3abb3",
  grid: "#2c333a",
  band: "#1f3d50",
  here: "#ff9c5b",
  curves: ["#5ab4e8", "#f0a646", "#e6e9ec", "#3ccfa0", "#c98bc0", "#9ccbf0", "#eba7cd", "#a8a8a8"].map((color, i) => ({
    ...CURVE_STYLES[i],
    color,
  })),
  accepted: "#5ab4e8",
  overshoot: "#f0a646",
  exhaustion: "#c98bc0",
});

function lookOf(colours: Omit<Look, "config">): Look {
  const { ink, grid, paper } = colours;
  const axis = { ...VEGA_CONFIG.axis, domainColor: ink, tickColor: ink, labelColor: ink, titleColor: ink, gridColor: grid };
  const axisY = { grid: true, titlePadding: 8 };
  const legend = { ...VEGA_CONFIG.legend, labelColor: ink, titleColor: ink };
  return { ...colours, config: { ...VEGA_CONFIG, background: paper, axis, axisY, legend, title: { color: ink } } };
}
