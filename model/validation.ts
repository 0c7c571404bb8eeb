import type { Estimate } from "./result.ts";

/**
 * What became of the theorems when they were held against the exact solution. Costs, slacks and log-odds are natural logarithms.
 */

export const THEOREMS = ["T1", "T2", "T3"] as const;
export type TheoremId = (typeof THEOREMS)[number];

/** One statement of a theorem over all points. */
export interface StatementCheck {
  readonly theorem: TheoremId;
  /** Such as "quadratic bound". */ readonly statement: string;
  /** Points at which it was tested, vacuous ones included. */ readonly points: number;
  readonly violations: number;
  /** Points at which it says nothing: a bound of 0, no peak to name, an odds of 0. */ readonly vacuous: number;
  /** Points left out because the solver's own error is too large to tell; not among `points`. */ readonly unresolved: number;
  /** Smallest and median slack over the points where it says something and the slack is finite; what a slack is, is the statement's. */
  readonly slack?: { readonly smallest: number; readonly median: number };
  /** Largest error of an identity; absent for an inequality. */ readonly identityError?: number;
  /** Points that violate it, as parameters to solve again; at most three. */ readonly counterexamples: readonly unknown[];
}

/** Intervals estimated from unguided trajectories against the exact value, over independent repeats. */
export interface CoverageCheck {
  /** What was estimated, such as "accept rate of a guided attempt". */ readonly quantity: string;
  /** Agent, guidance and request in words. */ readonly setting: string;
  readonly repeats: number;
  /** Repeats for which the estimator gave no interval, by its own word. */ readonly refused: number;
  /** Share of intervals that hold the exact value, with the band in which a 95% interval's share falls but for one time in 10,000. */
  readonly covered: { readonly share: number; readonly count: number; readonly low: number; readonly high: number };
  readonly holds: boolean;
}

/** A point of the first figure: −log of a pass rate and theorem 1's lower bounds of it. */
export interface BoundSample {
  readonly cost: number;
  readonly quadratic: number;
  readonly chernoff: number;
  readonly summed: number;
}

/** A point of the second figure: log-odds of acceptance under guidance, predicted and solved. */
export interface OddsSample {
  readonly predicted: number;
  readonly solved: number;
  /** Γ. */ readonly gap: number;
}

/** A repeat of the second figure's other panel. */
export interface EstimateSample {
  readonly estimate: Omit<Estimate, "count">;
  readonly exact: number;
}

/** A point of the third figure: the extent that the marginal rule names and the best one. */
export interface StoppingSample {
  readonly rule: number;
  readonly best: number;
  readonly unimodal: boolean;
}

/** Marginal drop in tail risk along the extent of a partial harness, against what a chunk costs. */
export interface StoppingCurve {
  readonly name: string;
  readonly chunkCost: number;
  /** r*. */ readonly stop: number;
  readonly drops: readonly { readonly chunks: number; readonly drop: number }[];
}

export interface Validation {
  readonly seed: string;
  /** Points of the paper's experiments, and searched ones. */ readonly points: { readonly canonical: number; readonly searched: number };
  readonly statements: readonly StatementCheck[];
  readonly coverage: readonly CoverageCheck[];
  /** Statements violated and coverages out of their band. */ readonly violations: number;
  readonly samples: {
    readonly bounds: readonly BoundSample[];
    readonly odds: readonly OddsSample[];
    readonly estimates: readonly EstimateSample[];
    readonly stopping: readonly StoppingSample[];
    readonly curves: readonly StoppingCurve[];
  };
}
