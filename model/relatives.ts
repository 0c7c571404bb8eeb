import type { ExperimentResult } from "./experiment.ts";

/** One task under two assumptions, over the number of stages; made equal at one number of stages. */
export interface Calibration {
  /** K at which one attempt at a stage is accepted equally often under both. */ readonly equalAt: number;
  /** T50 of the constant-hazard agent that this makes, units of work. */ readonly halfLife: number;
  /** The curves over K; its id names the calibration. */ readonly result: ExperimentResult;
}

/** The same task where each step is verifiable and independent, and where a step cannot stop at its request. */
export interface TwoAssumptions {
  readonly goal: number;
  readonly tolerance: number;
  readonly stepBudget: number;
  /** Attempts at a stage in all, under either assumption. */ readonly retryBudget: number;
  /** Lead that ends a vote on a stage. */ readonly ahead: number;
  readonly calibrations: readonly Calibration[];
}
