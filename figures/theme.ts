import type { Config } from "vega-lite";

/**
 * How every picture looks. Colours are Okabe and Ito's or near them, darkened where a thin line would be hard to see
 * on white; each curve also has its own dash and point shape, so a grey print loses nothing.
 */

/** Shipped in `figures/fonts`; the others are for a reader's machine that shows the SVG without it. */
export const FONT_FAMILY = "DejaVu Sans, Verdana, sans-serif";
export const PAPER = "#ffffff";
export const INK = "#1f1f1f";
export const FAINT_INK = "#5f5f5f";
export const GRID = "#e8e8e8";

/** Text sizes in px of a picture about 700 px wide, printed at full text width: 10 px is then some 7 pt. */
export const TEXT = { axis: 10.5, title: 11, heading: 12, mark: 10.5 } as const;

/** What tells one curve from another: three channels, any one of which is enough. */
export interface CurveStyle {
  readonly color: string;
  /** SVG dash array; [1, 0] is a full line. */ readonly dash: readonly number[];
  /** Vega symbol. */ readonly shape: "circle" | "square" | "triangle-up" | "diamond" | "triangle-down" | "cross";
}

/** In the order they are handed out. The first three, and the next three, differ in lightness as well. */
export const CURVE_STYLES: readonly CurveStyle[] = [
  { color: "#0072B2", dash: [1, 0], shape: "circle" },
  { color: "#D17A00", dash: [7, 3], shape: "square" },
  { color: "#000000", dash: [2, 2], shape: "triangle-up" },
  { color: "#009E73", dash: [1, 0], shape: "circle" },
  { color: "#6A1B5A", dash: [7, 3], shape: "square" },
  { color: "#4A9BD9", dash: [2, 2], shape: "triangle-up" },
  { color: "#CC79A7", dash: [9, 3, 2, 3], shape: "diamond" },
  { color: "#5A5A5A", dash: [4, 4], shape: "cross" },
];

/** Room for the labels of a vertical axis: fixed, since without a canvas Vega can only guess how wide text is. */
export const Y_AXIS_EXTENT = 30;

export const VEGA_CONFIG: Config = {
  background: PAPER,
  font: FONT_FAMILY,
  padding: 8,
  // The picture is described once, by its caption: a label on each of a thousand marks helps no screen reader.
  aria: false,
  view: { stroke: null },
  axis: {
    domainColor: INK,
    tickColor: INK,
    tickSize: 4,
    gridColor: GRID,
    labelColor: INK,
    labelFontSize: TEXT.axis,
    labelPadding: 3,
    titleColor: INK,
    titleFontSize: TEXT.title,
    titleFontWeight: "normal",
  },
  axisX: { grid: false, titlePadding: 6 },
  axisY: { grid: true, titlePadding: 6, minExtent: Y_AXIS_EXTENT, maxExtent: Y_AXIS_EXTENT },
};
