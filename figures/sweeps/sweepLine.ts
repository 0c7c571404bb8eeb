import type { TopLevelSpec } from "vega-lite";
import { type CurveRow, type CurveShape, type KnobAxis, knobCurve } from "../explore/knobCurve.ts";
import type { Look } from "../look.ts";

/** A place of the line; simulated figures have the ends of their 95% intervals. */
export interface LineRow extends CurveRow {
  readonly passRateLow?: number | undefined;
  readonly passRateHigh?: number | undefined;
  readonly finalBiasLow?: number | undefined;
  readonly finalBiasHigh?: number | undefined;
  /** "20,000 runs, 95%: 0.41 to 0.43" */ readonly interval?: string;
}

/** A sweep has the whole card to itself. */
const SHAPE: CurveShape = {
  least: 150,
  beside: { most: 320, share: 0.66 },
  below: { most: 190, share: 0.45 },
  dot: 30,
  hasIntervals: true,
};

/** `knobCurve` of a sweep: its rows are `LineRow`, whose intervals are drawn; the rule is at the place that is read. */
export const sweepLine = (axis: KnobAxis, look: Look, whole: number): TopLevelSpec => knobCurve(axis, look, whole, SHAPE);
