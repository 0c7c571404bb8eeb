/** A handful of runs step by step, for drawing. Progress is in units of work, counted from the start of the run. */

export interface TrajectoryStage {
  /** ℓ. */ readonly request: number;
  /** Where the stage would begin if every stage before it had met its request exactly. */ readonly from: number;
}

export interface TrajectoryAttempt {
  /** Index from 0 of the stage. */ readonly stage: number;
  readonly accepted: boolean;
  /** Progress at the attempt's start and after each of its steps. */ readonly path: readonly number[];
}

export interface TrajectoryRun {
  /** Every stage was accepted. */ readonly passed: boolean;
  /** In the order in which they were made; a rejected one is undone unless it is the last of its stage. */
  readonly attempts: readonly TrajectoryAttempt[];
}

export interface Trajectories {
  readonly stages: readonly TrajectoryStage[];
  readonly runs: readonly TrajectoryRun[];
}
