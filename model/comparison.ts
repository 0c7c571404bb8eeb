import type { Absent, Estimate } from "./result.ts";

/** Figures whose difference between two points is taken, run by run. */
export const COMPARED_FIGURES = ["passRate", "finalBias", "signedBias", "meanAttempts", "meanSteps"] as const;
export type ComparedFigure = (typeof COMPARED_FIGURES)[number];

/** Second point minus first, on shared random numbers, with its 95% interval. `count` is runs of each point. */
export interface PairedDifference extends Estimate {
  /** The figure of the first point, and of the second. */ readonly first: number;
  readonly second: number;
  /** The 95% interval of the difference that as many runs would have had, drawn independently for the two points. */
  readonly independent: { readonly low: number; readonly high: number };
  /** Width of the independent interval over that of the paired one, > 0; left out where the paired interval is a point. */
  readonly shortening?: number;
}

/** Runs by whether they passed at the two points. The four sum to the runs. */
export interface PassCounts {
  readonly both: number;
  readonly firstOnly: number;
  readonly secondOnly: number;
  readonly neither: number;
}

/** Two points compared on the same random numbers. Rates are probabilities, biases in units of work, the rest per run. */
export interface PairedComparison extends Readonly<Record<ComparedFigure, PairedDifference>> {
  readonly passes: PassCounts;
  /** Runs of each point. */ readonly runs: number;
  /** Names the random streams; with the points and `runs` it fixes every byte of this record. */ readonly seed: string;
  readonly absent?: Absent;
}
