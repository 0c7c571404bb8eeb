import type { TopLevelSpec } from "vega-lite";
import type { RecommendationMarks } from "../model/recommendation.ts";
import { HEAD_ROOM, heading, SIZE, stepPanel } from "./stepPanel.ts";
import { CURVE_STYLES, FAINT_INK, VEGA_CONFIG } from "./theme.ts";

const [CURVE, CHOSEN] = [CURVE_STYLES[0].color, CURVE_STYLES[1].color];

/**
 * Left, the law of one step over the histogram of those observed; right, the pass rate of K equal stages, with the recommended harness
 * and its 95% interval. Both axes of a panel begin where the data do; rates at 0.
 */
export function recommendationFigure(marks: RecommendationMarks): TopLevelSpec {
  return {
    config: VEGA_CONFIG,
    spacing: 62,
    bounds: "flush",
    hconcat: [stepPanel(marks), ratePanel(marks)],
  } as unknown as TopLevelSpec;
}

function ratePanel(marks: RecommendationMarks) {
  const { uniform, chosen } = marks;
  const most = Math.max(chosen?.stages ?? 1, ...uniform.map(({ stages }) => stages));
  const x = {
    type: "quantitative",
    scale: { domain: [0, most + 1], nice: false },
    axis: { title: "stages K", tickMinStep: 1, tickCount: 8, grid: false },
  };
  const y = {
    type: "quantitative",
    scale: { domain: [0, HEAD_ROOM], nice: false },
    axis: { title: "pass rate", values: [0, 0.2, 0.4, 0.6, 0.8, 1], format: "~r" },
  };
  const place = { x: { ...x, field: "stages" }, y: { ...y, field: "passRate" } };
  const kept = chosen ? [{ ...chosen, passRate: chosen.estimate, base: 0 }] : [];
  return {
    ...SIZE,
    title: heading("Pass rate by number of stages", keyOf(marks, marks.steps !== undefined)),
    layer: [
      { data: { values: uniform }, mark: { type: "line", color: CURVE, strokeWidth: 1, opacity: 0.6 }, encoding: place },
      { data: { values: uniform }, mark: { type: "point", filled: true, color: CURVE, size: 22, opacity: 1 }, encoding: place },
      {
        data: { values: kept },
        mark: { type: "rule", color: CHOSEN, strokeWidth: 1.5 },
        encoding: { x: place.x, y: { ...y, field: "low" }, y2: { field: "high" } },
      },
      ...(marks.steps === undefined ? [] : ["low", "high"]).map((field) => ({
        data: { values: kept },
        mark: { type: "tick", orient: "horizontal", color: CHOSEN, thickness: 1.5, width: 12 },
        encoding: { x: place.x, y: { ...y, field } },
      })),
      {
        data: { values: kept },
        // Hollow: a small mark or an interval may lie behind it.
        mark: { type: "point", filled: false, shape: "diamond", size: 110, color: CHOSEN, strokeWidth: 2, opacity: 1 },
        encoding: place,
      },
      {
        data: { values: kept },
        mark: { type: "rule", color: FAINT_INK, strokeWidth: 0.8, strokeDash: [2, 3] },
        encoding: { x: place.x, y: { ...y, field: "base" }, y2: { field: "low" } },
      },
    ],
  };
}

/** Under the heading, where no curve is. @param fitted  whether the interval is one of a fitted agent */
function keyOf({ chosen, goal, tolerance }: RecommendationMarks, fitted: boolean): string[] {
  const key = `goal ${short(goal)}, tolerance ${short(tolerance)}; small marks: K equal stages`;
  if (!chosen) return [key, " ", " "];
  const { stages, kind, estimate, low, high } = chosen;
  const named = { uniform: "equal stages", partial: "stages, chunks and a tail", explicit: "unequal stages" }[kind];
  const sure = fitted
    ? `95%: ${short(low)} to ${short(high)}`
    : `exact; error ±${Math.max(high - estimate, estimate - low).toExponential(0)}`;
  return [key, `diamond, recommended: ${stages} ${stages === 1 ? "stage" : named}`, `pass rate ${short(estimate)} (${sure})`];
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
