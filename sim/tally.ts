import { type Moments, mergeMoments, NO_MOMENTS } from "../numerics/moments.ts";

/** What is counted at one stage. Attempts are accepted + overshoot + exhaustion. */
export interface StageTally {
  /** Runs that began the stage. */ readonly begun: number;
  /** Accepted attempts, and so runs that passed the stage. */ readonly accepted: number;
  readonly overshoot: number;
  readonly exhaustion: number;
  /** Attempts per run that began the stage. */ readonly attempts: Moments;
  /** Low-level steps per run that began the stage. */ readonly steps: Moments;
}

/** What is counted over runs; enough for every figure but the quantiles, and mergeable. */
export interface Tally {
  readonly runs: number;
  readonly passed: number;
  /** |X − G|, units of work. */ readonly bias: Moments;
  /** |X − G| of passed runs. */ readonly biasPassed: Moments;
  /** X − G. */ readonly deviation: Moments;
  /** Attempts of a run, all stages. */ readonly attempts: Moments;
  /** Low-level steps of a run, all attempts. */ readonly steps: Moments;
  readonly stages: readonly StageTally[];
}

const NOTHING_AT_STAGE: StageTally = { begun: 0, accepted: 0, overshoot: 0, exhaustion: 0, attempts: NO_MOMENTS, steps: NO_MOMENTS };

export function emptyTally(stages: number): Tally {
  const none = NO_MOMENTS;
  return {
    runs: 0,
    passed: 0,
    bias: none,
    biasPassed: none,
    deviation: none,
    attempts: none,
    steps: none,
    stages: new Array<StageTally>(stages).fill(NOTHING_AT_STAGE),
  };
}

/** Two tallies together. Merge in block order: the last bits of the moments depend on it. */
export function mergeTallies(a: Tally, b: Tally): Tally {
  return {
    runs: a.runs + b.runs,
    passed: a.passed + b.passed,
    bias: mergeMoments(a.bias, b.bias),
    biasPassed: mergeMoments(a.biasPassed, b.biasPassed),
    deviation: mergeMoments(a.deviation, b.deviation),
    attempts: mergeMoments(a.attempts, b.attempts),
    steps: mergeMoments(a.steps, b.steps),
    stages: a.stages.map((stage, t) => mergeStages(stage, b.stages[t])),
  };
}

export function mergeStages(a: StageTally, b: StageTally): StageTally {
  return {
    begun: a.begun + b.begun,
    accepted: a.accepted + b.accepted,
    overshoot: a.overshoot + b.overshoot,
    exhaustion: a.exhaustion + b.exhaustion,
    attempts: mergeMoments(a.attempts, b.attempts),
    steps: mergeMoments(a.steps, b.steps),
  };
}
