import type { Estimate } from "./result.ts";

/**
 * What an experiment leaves behind: curves, the findings marked on them and the verdict on each claim.
 * Figures, reports and files are made from this record alone.
 */

/** A quantity drawn on a vertical axis. */
export const MEASURES = ["passRate", "finalBias", "hallucinationRate", "acceptRate"] as const;
export type Measure = (typeof MEASURES)[number];

/** An exact figure with its estimated absolute error. */
export interface Exact {
  readonly value: number;
  readonly error: number;
}

export interface CurvePoint {
  /** Value of the swept quantity. */ readonly at: number;
  readonly exact: Readonly<Partial<Record<Measure, Exact>>>;
  readonly simulated: Readonly<Partial<Record<Measure, Estimate>>>;
}

/** One line of a figure: one agent, rule or chunk size over the sweep. */
export interface Curve {
  readonly name: string;
  readonly points: readonly CurvePoint[];
}

/** The swept quantity, as axes and column heads show it. */
export interface SweptQuantity {
  /** Name in code and files, such as `retryBudget`. */ readonly name: string;
  /** Letter of the papers, such as R. */ readonly symbol: string;
  /** Words for an axis, such as "retry budget". */ readonly title: string;
  /** Unit, or "" for a count. */ readonly unit: string;
}

/** A point of a curve worth marking: a peak, an optimum, a threshold. */
export interface Finding {
  readonly curve: string;
  readonly measure: Measure;
  readonly at: number;
  readonly value: number;
  /** Short mark text, such as "peak K = 17". */ readonly label: string;
}

/** Three-valued: a simulation cannot always tell. */
export type Verdict = "yes" | "no" | "cannot tell";
/** The figures a predicate looked at, by name. */
export type Evidence = Readonly<Record<string, number | string | readonly number[] | Readonly<Record<string, number>>>>;

export interface ClaimResult {
  readonly id: string;
  /** Figure of the paper, such as "2a". */ readonly figure: string;
  readonly statement: string;
  /** On the exact solution. */ readonly holds: boolean;
  readonly evidence: Evidence;
  /** On the simulation, with its error; left out when nothing was simulated. */
  readonly simulation?: { readonly verdict: Verdict; readonly evidence: Evidence };
}

export interface ExperimentResult {
  readonly id: string;
  /** Figures of the paper it reproduces, such as ["2a", "2d"]. */ readonly figures: readonly string[];
  readonly title: string;
  readonly sweep: SweptQuantity;
  readonly curves: readonly Curve[];
  readonly findings: readonly Finding[];
  readonly claims: readonly ClaimResult[];
}
