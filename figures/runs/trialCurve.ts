import type { TopLevelSpec } from "vega-lite";
import type { Look } from "../look.ts";

/** A place that trials were run at: a share or a mean with its 95% interval, where there is one. */
export interface MarkRow {
  readonly at: number;
  /** Where it is drawn: a little beside `at`, so that whiskers of several series can be told apart. */ readonly place: number;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  /** Name of its series. */ readonly series: string;
  /** "4 of 6 trials", for whoever points at it. */ readonly trials: string;
}

/** A place of an exact curve. */
export interface ExactRow {
  readonly at: number;
  readonly value: number;
  readonly series: string;
}

export const TRIAL_DATA = { marks: "marks", exact: "exact" } as const;

export interface TrialAxes {
  readonly x: string;
  readonly y: string;
  /** A share lies in [0, 1]; a mean is 0 or more. */ readonly isShare: boolean;
}

/** Room of the labels left of the panel. */
const LABELS = 62;

/**
 * Trials of real agents over a knob, with intervals as whiskers, over exact curves where there are any. Data sets: `marks` of `MarkRow`,
 * `exact` of `ExactRow`.
 *
 * @param names  of the series, in order
 * @param whole  width of the picture, px
 */
export function trialCurve(
  { x: xTitle, y: yTitle, isShare }: TrialAxes,
  look: Look,
  whole: number,
  names: readonly string[],
): TopLevelSpec {
  const width = Math.max(160, whole - LABELS);
  const styled = (channel: "color" | "shape" | "dash") => ({
    field: "series",
    type: "nominal",
    legend: { orient: "top", title: null, direction: "vertical", columns: 1, labelLimit: width, symbolSize: 60 },
    scale: { domain: names, range: names.map((_, i) => look.curves[i % look.curves.length]?.[channel]) },
  });
  const x = {
    field: "at",
    type: "quantitative",
    scale: { zero: false, nice: false, padding: 14 },
    axis: { title: xTitle, grid: false, tickMinStep: 1, format: "d", tickCount: Math.max(3, Math.round(width / 70)) },
  };
  const y = (field: string) => ({
    field,
    type: "quantitative",
    axis: { title: yTitle, tickCount: 5, format: "~r", minExtent: 34 },
    scale: isShare ? { domain: [0, 1] } : { zero: true, nice: true },
  });
  const beside = { ...x, field: "place" };
  const marks = { name: TRIAL_DATA.marks };
  const tooltip = [
    { field: "series", title: "series" },
    { field: "at", title: xTitle },
    { field: "value", title: yTitle, format: ".4~g" },
    { field: "low", title: "from", format: ".4~g" },
    { field: "high", title: "to", format: ".4~g" },
    { field: "trials", title: "trials" },
  ];
  return {
    config: look.config,
    datasets: {},
    width,
    height: Math.round(Math.max(180, Math.min(320, width * 0.5))),
    layer: [
      {
        data: { name: TRIAL_DATA.exact },
        mark: { type: "line", strokeWidth: 1.7, strokeJoin: "round", opacity: 0.85 },
        encoding: { x, y: y("value"), color: styled("color"), strokeDash: styled("dash") },
      },
      {
        data: marks,
        transform: [{ filter: "isValid(datum.low)" }],
        mark: { type: "rule", strokeWidth: 1.6 },
        encoding: { x: beside, y: y("low"), y2: { field: "high" }, color: styled("color") },
      },
      {
        data: marks,
        mark: { type: "point", filled: true, size: 60, opacity: 1 },
        encoding: { x: beside, y: y("value"), color: styled("color"), shape: styled("shape"), tooltip },
      },
    ],
  } as unknown as TopLevelSpec;
}

/**
 * How far beside its place a series is drawn, in units of the knob: 0 for one alone.
 *
 * @param span  of all places
 */
export const besideBy = (index: number, count: number, span: number): number => (index - (count - 1) / 2) * Math.max(span, 1) * 0.008;
