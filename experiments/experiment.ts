import type { Curve, Evidence, Finding, Measure, SweptQuantity, Verdict } from "../model/experiment.ts";
import type { PointInput } from "../model/point.ts";
import type { Outcome } from "./claims/applicable.ts";
import { type Series, type Side, seriesOf } from "./claims/series.ts";

/** Rates of claims without evidence, at task and at stage level, and the number of stages. */
export interface ClaimRates {
  readonly taskRate: number;
  readonly stageRate: number;
  readonly stages: number;
}

/** One point of a curve: what is solved and simulated there. */
export interface Cell {
  readonly at: number;
  readonly of: { readonly kind: "point"; readonly point: PointInput } | { readonly kind: "claims"; readonly rates: ClaimRates };
}

export interface CurvePlan {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** The curves of a result as a claim reads them: exact, or simulated with simultaneous intervals. */
export type Reading = (curve: string, measure: Measure) => Series;

/** A sentence of the paper's captions as a predicate, with the figures it looked at. */
export interface Claim {
  readonly id: string;
  readonly figure: string;
  readonly statement: string;
  test(read: Reading): { readonly verdict: Verdict; readonly evidence: Evidence };
  /** The same finding in words that make sense at any setting: no number of the canonical one is in it. */ readonly general: GeneralForm;
}

/** A claim away from the canonical setting. At the canonical setting it says no more than the caption's, and so holds. */
interface GeneralForm {
  readonly statement: string;
  test(read: Reading): Outcome;
}

/** One row of the table of experiments: a sweep, its curves and what must hold of them. */
export interface Experiment {
  readonly id: string;
  readonly figures: readonly string[];
  readonly title: string;
  readonly sweep: SweptQuantity;
  readonly curves: readonly CurvePlan[];
  readonly claims: readonly Claim[];
  /** Points worth marking on the exact curves. */ findings(read: Reading): readonly Finding[];
}

export function readingOf(curves: readonly Curve[], side: Side): Reading {
  return (curve, measure) => seriesOf({ curves }, side, curve, measure);
}

/** A curve of points over a sweep. */
export function pointCurve(name: string, at: readonly number[], pointAt: (at: number) => PointInput): CurvePlan {
  return { name, cells: at.map((x) => ({ at: x, of: { kind: "point", point: pointAt(x) } })) };
}

/** The integers from..to. */
export function integers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
