import type { TopLevelSpec } from "vega-lite";
import type { Curve, ExperimentResult, Finding, Measure } from "../model/experiment.ts";
import { type AxisKind, type AxisPlan, measureAxis, rateAxis, sweepAxis } from "./axis.ts";
import { findingMarks } from "./findingMarks.ts";
import { type ExactRow, exactRows, isolatedRows, type SimulatedRow, simulatedRows } from "./rows.ts";
import type { CurveStyle } from "./theme.ts";
import { FAINT_INK, INK, PAPER, TEXT } from "./theme.ts";

/** A plot of one measure of one experiment. */
export interface PanelPlan {
  readonly experiment: string;
  readonly measure: Measure;
  /** What the panel is about, after its letter. */ readonly heading: string;
  readonly x: AxisKind;
  readonly y: AxisKind;
}

export interface PanelFrame {
  /** Such as "(a) granularity". */ readonly heading: string;
  readonly width: number;
  readonly height: number;
  readonly styles: ReadonlyMap<string, CurveStyle>;
  /** Whether an axis of probabilities leaves room above 1; the same in all panels of a figure, so that they compare. */
  readonly headRoom: boolean;
  /** Whether the axis titles are written: in a grid, only along its edges. */
  readonly xTitle: boolean;
  readonly yTitle: boolean;
}

export type Layered = Extract<TopLevelSpec, { layer: unknown }>;
export type Layer = Layered["layer"][number];

const HEADING_Y = -5;

const MEASURE_TITLES: Readonly<Record<Measure, string>> = {
  passRate: "pass rate",
  finalBias: "final bias (units of work)",
  hallucinationRate: "P(run holds a false claim)",
  acceptRate: "accept rate (one attempt)",
};

/**
 * One panel: the exact curve as a line, simulated points with their intervals over it, findings ringed and labelled.
 *
 * @throws RangeError if the experiment holds no value of the measure, or a finding names a curve that it does not have
 */
export function panel(result: ExperimentResult, plan: PanelPlan, frame: PanelFrame): Layer {
  const exact = exactRows(result.curves, plan.measure);
  const simulated = simulatedRows(result.curves, plan.measure);
  const findings = result.findings.filter((finding) => finding.measure === plan.measure);
  requireCurves(result.curves, findings);
  if (simulated.length === 0 && exact.every((row) => row.exact === null))
    throw new RangeError(`results of ${result.id} must hold a value of ${plan.measure}, got none`);

  const x = sweepAxis(
    exact.map((row) => row.x),
    plan.x,
  );
  const y = verticalAxis(plan, frame.headRoom, exact, simulated, findings);
  const xEncoding = { field: "x", type: "quantitative", axis: axisSpec(x, frame.xTitle ? sweepTitle(result) : null), scale: scaleSpec(x) };
  const yEncoding = (field: string) => ({
    field,
    type: "quantitative",
    axis: axisSpec(y, frame.yTitle ? MEASURE_TITLES[plan.measure] : null),
    scale: scaleSpec(y),
  });
  const color = styleChannel(frame.styles, (style) => style.color);
  const dash = styleChannel(frame.styles, (style) => style.dash);
  const shape = styleChannel(frame.styles, (style) => style.shape);
  const clamped = simulated.map((row) => ({ ...row, low: Math.max(row.low, y.domain[0]), high: Math.min(row.high, y.domain[1]) }));
  const { rings, labels } = findingMarks(x, y, frame, exact, findings);

  return {
    width: frame.width,
    height: frame.height,
    layer: [
      {
        // A text mark: a Vega title would be moved by the guessed height of the axis title, out of line with its neighbours.
        data: { values: [{}] },
        mark: {
          type: "text",
          text: frame.heading,
          align: "left",
          baseline: "bottom",
          fontSize: TEXT.heading,
          fontWeight: "bold",
          color: INK,
        },
        encoding: { x: { value: 0 }, y: { value: HEADING_Y } },
      },
      {
        data: { values: exact },
        mark: { type: "line", strokeWidth: 1.7, strokeJoin: "round" },
        encoding: { x: xEncoding, y: yEncoding("exact"), color, strokeDash: dash },
      },
      {
        data: { values: isolatedRows(exact) },
        mark: { type: "tick", thickness: 1.7, size: 9, orient: "horizontal" },
        encoding: { x: xEncoding, y: yEncoding("exact"), color },
      },
      {
        data: { values: clamped },
        mark: { type: "rule", strokeWidth: 1 },
        encoding: { x: xEncoding, y: yEncoding("low"), y2: { field: "high" }, color },
      },
      {
        data: { values: clamped },
        mark: { type: "point", size: 15, filled: false, fill: PAPER, strokeWidth: 1, opacity: 1 },
        encoding: { x: xEncoding, y: yEncoding("simulated"), color, shape },
      },
      {
        data: { values: rings },
        mark: { type: "point", shape: "circle", filled: false, strokeWidth: 1.6, opacity: 1 },
        encoding: { x: xEncoding, y: yEncoding("y"), color, size: { field: "area", type: "quantitative", scale: null, legend: null } },
      },
      {
        data: { values: labels },
        mark: { type: "rule", color: FAINT_INK, strokeWidth: 0.8 },
        encoding: { x: { ...xEncoding, field: "fromX" }, x2: { field: "toX" }, y: yEncoding("fromY"), y2: { field: "toY" } },
      },
      // The first copy of the text is a white rim that keeps grid lines out of the letters.
      ...[{ stroke: PAPER, strokeWidth: 3 }, {}].map((rim) => ({
        data: { values: labels },
        mark: { type: "text" as const, align: "center" as const, baseline: "middle" as const, fontSize: TEXT.mark, color: INK, ...rim },
        encoding: { x: xEncoding, y: yEncoding("y"), text: { field: "label" } },
      })),
    ],
  } as unknown as Layer;
}

function requireCurves(curves: readonly Curve[], findings: readonly Finding[]): void {
  for (const { curve } of findings)
    if (!curves.some(({ name }) => name === curve)) throw new RangeError(`a finding must name a curve of its experiment, got ${curve}`);
}

function verticalAxis(
  plan: PanelPlan,
  headRoom: boolean,
  exact: readonly ExactRow[],
  simulated: readonly SimulatedRow[],
  findings: readonly Finding[],
): AxisPlan {
  if (plan.measure !== "finalBias") return rateAxis(headRoom);
  // Intervals do not stretch a logarithmic axis downwards: the low end of a wide one may lie near, or below, 0.
  const spread = simulated.flatMap((row) => (plan.y === "linear" ? [row.low, row.high] : [row.simulated, row.high]));
  return measureAxis([...exact.flatMap((row) => row.exact ?? []), ...spread, ...findings.map(({ value }) => value)], plan.y);
}

function sweepTitle({ sweep }: ExperimentResult): string {
  return `${sweep.title} ${sweep.symbol}${sweep.unit === "" ? "" : ` (${sweep.unit})`}`;
}

function axisSpec(axis: AxisPlan, title: string | null) {
  return { title, values: axis.ticks, format: "~r" };
}

function scaleSpec({ kind, domain }: AxisPlan) {
  const type = kind === "linear" ? { type: "linear" } : { type: "log", base: kind === "octave" ? 2 : 10 };
  return { ...type, domain, nice: false };
}

function styleChannel(styles: ReadonlyMap<string, CurveStyle>, channel: (style: CurveStyle) => unknown) {
  return { field: "curve", type: "nominal", legend: null, scale: { domain: [...styles.keys()], range: [...styles.values()].map(channel) } };
}
