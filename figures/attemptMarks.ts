import { line, type SymbolType, symbol, symbolCircle, symbolTimes, symbolTriangle } from "d3";
import { element, type Markup } from "./markup.ts";
import { CURVE_STYLES, FAINT_INK } from "./theme.ts";

/** How an attempt ended. */
export type Ending = "accepted" | "overshoot" | "exhaustion";

/** Each ending has a colour, a point shape and, if rejected, a dashed line: any one of them tells. */
export const ENDINGS: Readonly<
  Record<Ending, { readonly color: string; readonly shape: SymbolType; readonly filled: boolean; readonly text: string }>
> = {
  accepted: { color: CURVE_STYLES[0].color, shape: symbolCircle, filled: true, text: "accepted attempt" },
  overshoot: { color: CURVE_STYLES[1].color, shape: symbolTriangle, filled: false, text: "rejected: overshoot" },
  exhaustion: { color: CURVE_STYLES[4].color, shape: symbolTimes, filled: false, text: "rejected: exhaustion" },
};
export const GATE = { fill: "#e3f1ec", edge: "#00805e", target: FAINT_INK } as const;

/** The path of an attempt; many lie on each other, so the more there are the fainter each. */
export function attemptLine(places: readonly (readonly [number, number])[], ending: Ending, count: number): Markup {
  const rejected = ending !== "accepted";
  return element("path", {
    d: line().digits(2)(places as [number, number][]) ?? "",
    fill: "none",
    stroke: ENDINGS[ending].color,
    "stroke-width": rejected ? 0.8 : 1.1,
    "stroke-dasharray": rejected ? "3,2.5" : undefined,
    "stroke-opacity": Math.min(0.8, Math.max(0.12, (rejected ? 8 : 14) / count)),
  });
}

export function endMark([x, y]: readonly [number, number], ending: Ending, size = 18): Markup {
  const { color, shape, filled } = ENDINGS[ending];
  return element("path", {
    transform: `translate(${x.toFixed(2)},${y.toFixed(2)})`,
    d: symbol(shape, size)() ?? "",
    fill: filled ? color : "none",
    stroke: color,
    "stroke-width": filled ? 0 : 1.1,
    "fill-opacity": filled ? 0.75 : undefined,
    "stroke-opacity": filled ? undefined : 0.85,
  });
}
