import type { ScaleLinear } from "d3";
import { type Child, element, type Markup } from "./markup.ts";
import { FAINT_INK, GRID, INK, TEXT } from "./theme.ts";

/** Where a plot lies on the sheet, px. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface FrameText {
  readonly heading: string;
  /** Lines under the heading, in a quieter voice. */ readonly notes: readonly string[];
  readonly xTitle?: string;
  readonly yTitle?: string;
}

const NOTE_HEIGHT = 14;
type Linear = ScaleLinear<number, number>;

/** Axes, grid and heading of one plot, with its marks in between; their coordinates count from the plot's top left corner. */
export function plotFrame(frame: Frame, text: FrameText, x: Linear, y: Linear, xTicks: readonly number[], ...marks: Child[]): Markup {
  const { width, height } = frame;
  const yTicks = y.ticks(Math.max(2, Math.round(height / 32)));
  const label = { fill: INK, "font-size": TEXT.axis };
  return element(
    "g",
    { transform: `translate(${frame.left},${frame.top})` },
    yTicks.map((tick) => element("line", { x2: width, y1: y(tick), y2: y(tick), stroke: GRID })),
    marks,
    element("path", { d: `M0,0V${height}H${width}`, fill: "none", stroke: INK }),
    yTicks.map((tick) => element("text", { ...label, x: -6, y: y(tick), dy: "0.35em", "text-anchor": "end" }, String(tick))),
    xTicks.map((tick) => [
      element("line", { x1: x(tick), x2: x(tick), y1: height, y2: height + 4, stroke: INK }),
      element("text", { ...label, x: x(tick), y: height + 16, "text-anchor": "middle" }, String(tick)),
    ]),
    element(
      "text",
      { x: 0, y: -6 - NOTE_HEIGHT * text.notes.length, fill: INK, "font-size": TEXT.heading, "font-weight": "bold" },
      text.heading,
    ),
    text.notes.map((note, i) =>
      element("text", { x: 0, y: -6 - NOTE_HEIGHT * (text.notes.length - 1 - i), fill: FAINT_INK, "font-size": TEXT.axis }, note),
    ),
    text.xTitle === undefined
      ? []
      : element("text", { ...label, "font-size": TEXT.title, x: width / 2, y: height + 33, "text-anchor": "middle" }, text.xTitle),
    text.yTitle === undefined
      ? []
      : element(
          "text",
          { ...label, "font-size": TEXT.title, transform: `translate(-38,${height / 2}) rotate(-90)`, "text-anchor": "middle" },
          text.yTitle,
        ),
  );
}

/** Whole numbers from 0 to `most`, thinned to at most `count` or so. */
export function stepTicks(most: number, count: number): number[] {
  const stride = Math.max(1, Math.ceil(most / count));
  return Array.from({ length: Math.floor(most / stride) + 1 }, (_, i) => i * stride);
}
