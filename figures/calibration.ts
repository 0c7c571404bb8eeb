import type { TopLevelSpec } from "vega-lite";
import type { CalibrationMarks } from "../model/calibration.ts";
import { HEAD_ROOM, heading, SIZE, stepPanel } from "./stepPanel.ts";
import { CURVE_STYLES, FAINT_INK, INK, TEXT, VEGA_CONFIG } from "./theme.ts";

type Curve = CalibrationMarks["curves"][number];
const BAND = CURVE_STYLES[0].color;
const [SEEN, HELD_OUT] = [FAINT_INK, CURVE_STYLES[1].color];
const KNOBS = { k: "stages K", r: "scaffolded chunks r" } as const;

/**
 * Left, the fitted law of one step over the histogram of those observed; then, for each knob, the predicted pass rates with their band and
 * the observed ones with their intervals.
 */
export function calibrationFigure(marks: CalibrationMarks): TopLevelSpec {
  return {
    config: VEGA_CONFIG,
    title: { text: marks.title, anchor: "start", fontSize: TEXT.heading, color: INK, offset: 14 },
    spacing: 62,
    bounds: "flush",
    hconcat: [stepPanel(marks), ...marks.curves.map(ratePanel)],
  } as unknown as TopLevelSpec;
}

function ratePanel({ knob, predicted, observed }: Curve) {
  const places = [...predicted, ...observed].map(({ at }) => at);
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const x = {
    field: "at",
    type: "quantitative",
    scale: { domain: [Math.max(0, first - 1), last + 1], nice: false },
    axis: { title: KNOBS[knob], tickMinStep: 1, tickCount: 8, grid: false },
  };
  const y = (field: string) => ({
    field,
    type: "quantitative",
    scale: { domain: [0, HEAD_ROOM], nice: false },
    axis: { title: "pass rate", values: [0, 0.2, 0.4, 0.6, 0.8, 1], format: "~r" },
  });
  const band = { x, y: y("low"), y2: { field: "high" } };
  const points = observed.map((mark) => ({ ...mark, color: mark.fitted ? SEEN : HELD_OUT, shape: mark.fitted ? "circle" : "diamond" }));
  const color = { field: "color", type: "nominal", scale: null };
  return {
    ...SIZE,
    title: heading(`Pass rate by ${KNOBS[knob]}`, [
      "line and band: predicted, 95%",
      observed.some(({ fitted }) => fitted) ? "grey: trials that were fitted, exact 95%" : " ",
      observed.some(({ fitted }) => !fitted) ? "diamonds: trials that were not, exact 95%" : " ",
    ]),
    layer: [
      { data: { values: predicted }, mark: { type: "area", color: BAND, opacity: 0.18 }, encoding: band },
      { data: { values: predicted }, mark: { type: "rule", color: BAND, strokeWidth: 2, opacity: 0.35 }, encoding: band },
      { data: { values: predicted }, mark: { type: "line", color: BAND, strokeWidth: 1.2 }, encoding: { x, y: y("estimate") } },
      {
        data: { values: predicted },
        mark: { type: "point", filled: true, color: BAND, size: 22, opacity: 1 },
        encoding: { x, y: y("estimate") },
      },
      { data: { values: points }, mark: { type: "rule", strokeWidth: 1.5 }, encoding: { ...band, color } },
      {
        data: { values: points },
        mark: { type: "point", filled: false, size: 90, strokeWidth: 2, opacity: 1 },
        encoding: { x, y: y("rate"), color, shape: { field: "shape", type: "nominal", scale: null } },
      },
    ],
  };
}
