/**
 * What a solver or a simulation says of a point. Rates are probabilities, biases and quantiles are in units of work.
 * A figure that does not exist (the bias of passed runs where no run can pass) is left out, and `absent` says why:
 * never a 0, never a NaN.
 */

/** The four headline figures of a point. */
export const FIGURES = ["passRate", "finalBias", "finalBiasPassed", "signedBias"] as const;
export type FigureName = (typeof FIGURES)[number];
export type Absent = Readonly<Record<string, string>>;

/** Probabilities at which quantiles of the final progress X are reported, as the keys of `quantiles`. */
export const QUANTILE_LEVELS = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** Figures that every stage reports. */
export const STAGE_FIGURES = ["acceptRate", "overshootRate", "exhaustionRate", "passRate", "meanAttempts", "meanSteps"] as const;
export type StageFigureName = (typeof STAGE_FIGURES)[number];

/** One stage, given that it is begun. */
export interface StageSolution extends Readonly<Record<StageFigureName, number>> {
  /** ℓ, units of work. */ readonly request: number;
  /** Estimated absolute error of each figure. */ readonly error: Readonly<Record<StageFigureName, number>>;
}

/** The exact solution of a point. Every error is an estimated absolute error of the figure of the same name. */
export interface Solution {
  /** P(every stage accepted). */ readonly passRate: number;
  /** P(some stage unrecovered) = 1 − passRate, with digits of its own where passRate rounds to 1. */ readonly failRate: number;
  /** E|X − G|. */ readonly finalBias: number;
  /** E(|X − G| given pass). */ readonly finalBiasPassed?: number;
  /** E(X − G). */ readonly signedBias: number;
  /** Expected attempts of a run, all stages. */ readonly meanAttempts: number;
  /** Expected low-level steps of a run, all attempts. */ readonly meanSteps: number;
  readonly error: Readonly<Record<Exclude<FigureName, "finalBiasPassed"> | "failRate" | "meanAttempts" | "meanSteps", number>> & {
    readonly finalBiasPassed?: number;
    readonly quantiles: Readonly<Record<string, number>>;
  };
  readonly stages: readonly StageSolution[];
  /** Level of probability → quantile of X. */ readonly quantiles: Readonly<Record<string, number>>;
  readonly absent?: Absent;
}

/** A simulated figure: its estimate and a 95% interval, from `count` observations. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

export interface StageEstimate extends Readonly<Partial<Record<StageFigureName, Estimate>>> {
  readonly request: number;
  readonly absent?: Absent;
}

/** The simulation of a point: the same figures as `Solution`, each with its interval. */
export interface SimulationResult {
  readonly passRate: Estimate;
  readonly finalBias: Estimate;
  readonly finalBiasPassed?: Estimate;
  readonly signedBias: Estimate;
  readonly meanAttempts: Estimate;
  readonly meanSteps: Estimate;
  readonly stages: readonly StageEstimate[];
  readonly quantiles: Readonly<Record<string, Estimate>>;
  /** Runs simulated. */ readonly runs: number;
  /** The seed string; with the point and `runs` it fixes every byte of this record. */ readonly seed: string;
  readonly absent?: Absent;
}
