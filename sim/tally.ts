import { type ExactMoments, mergeExact, NO_EXACT_MOMENTS } from "../numerics/exactMoments.ts";
import { QuantileSketch } from "../numerics/quantileSketch.ts";

/** What is counted at one stage. Attempts are accepted + overshoot + exhaustion. */
export interface StageTally {
  /** Runs that began the stage. */ readonly begun: number;
  /** Accepted attempts, and so runs that passed the stage. */ readonly accepted: number;
  readonly overshoot: number;
  readonly exhaustion: number;
  /** Attempts per run that began the stage. */ readonly attempts: ExactMoments;
  /** Low-level steps per run that began the stage. */ readonly steps: ExactMoments;
}

/**
 * What is counted over runs: enough for every figure, of a size that does not grow with them. Counts are integers and sums
 * are exact, so tallies of any parts of a simulation, merged in any order, are the same to the byte.
 */
export interface Tally {
  readonly runs: number;
  readonly passed: number;
  /** |X − G|, units of work. */ readonly bias: ExactMoments;
  /** |X − G| of passed runs. */ readonly biasPassed: ExactMoments;
  /** X − G. */ readonly deviation: ExactMoments;
  /** Attempts of a run, all stages. */ readonly attempts: ExactMoments;
  /** Low-level steps of a run, all attempts. */ readonly steps: ExactMoments;
  readonly stages: readonly StageTally[];
  /** Law of X − G, units of work. */ readonly sketch: QuantileSketch;
}

const NONE = NO_EXACT_MOMENTS;
export const NOTHING_AT_STAGE: StageTally = { begun: 0, accepted: 0, overshoot: 0, exhaustion: 0, attempts: NONE, steps: NONE };

export function emptyTally(stages: number): Tally {
  return {
    runs: 0,
    passed: 0,
    bias: NONE,
    biasPassed: NONE,
    deviation: NONE,
    attempts: NONE,
    steps: NONE,
    stages: new Array<StageTally>(stages).fill(NOTHING_AT_STAGE),
    sketch: new QuantileSketch(),
  };
}

/** Two tallies together. The sketch of the first is reused: the first tally must not be read again. */
export function mergeTallies(a: Tally, b: Tally): Tally {
  a.sketch.merge(b.sketch);
  return mergeBlock(a, b);
}

/** A tally and a block whose runs its sketch has taken already. */
export function mergeBlock(a: Tally, b: Omit<Tally, "sketch">): Tally {
  return {
    runs: a.runs + b.runs,
    passed: a.passed + b.passed,
    bias: mergeExact(a.bias, b.bias),
    biasPassed: mergeExact(a.biasPassed, b.biasPassed),
    deviation: mergeExact(a.deviation, b.deviation),
    attempts: mergeExact(a.attempts, b.attempts),
    steps: mergeExact(a.steps, b.steps),
    stages: a.stages.map((stage, t) => mergeStages(stage, b.stages[t])),
    sketch: a.sketch,
  };
}

export function mergeStages(a: StageTally, b: StageTally): StageTally {
  return {
    begun: a.begun + b.begun,
    accepted: a.accepted + b.accepted,
    overshoot: a.overshoot + b.overshoot,
    exhaustion: a.exhaustion + b.exhaustion,
    attempts: mergeExact(a.attempts, b.attempts),
    steps: mergeExact(a.steps, b.steps),
  };
}
