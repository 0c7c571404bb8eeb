import type { Pool } from "../pool.ts";

/** What a stage asks of its lanes. */
export interface StageRule {
  /** ℓ, from which the remaining distance is counted, units of work. */ readonly request: number;
  /** What progress is counted in, units of work: a power of two, or 1 where it is counted in doubles. */ readonly unit: number;
  /** Progress is accepted in [low, high], in that unit. */ readonly low: number;
  readonly high: number;
  /** Steps of an attempt, integer in [1, 1000]. */ readonly stepBudget: number;
  /** Attempts in all, integer in [1, 10000]. */ readonly retryBudget: number;
  /** Whether progress is checked after each step, or after the last of an attempt only. */ readonly everyStep: boolean;
}

/** What the lanes of a stage have done so far. All are counts. */
export interface StageCounts {
  /** Lanes still in the stage. */ readonly going: number;
  /** Lanes that have left it, accepted or unrecovered. */ readonly left: number;
  /** Those of them that were unrecovered. */ readonly unrecovered: number;
  /** Attempts that ran out of steps. */ readonly exhaustion: number;
  /** Σ and Σ of squares of the attempts of the lanes that have left. */ readonly attempts: number;
  readonly squaredAttempts: number;
}

/** Means and sums of squared deviations from them, of a sample of runs. */
export interface FigureSums {
  /** Runs of the sample that passed. */ readonly passed: number;
  /** Of X − G, of |X − G|, of |X − G| of passed runs (0 if none passed), of attempts and of steps. */ readonly means: readonly number[];
  readonly squares: readonly number[];
}

/**
 * Takes the runs of a block through their stages, all of them one step at a time. A lane is a run in a stage; lanes that
 * leave the stage are compacted away without a branch, so that what is left stays dense: a run followed alone to its end
 * mispredicts a branch or two in each attempt.
 *
 * The n-th draw of a run at a stage is a function of (key, place of the run in its block, n) alone. So the result does not depend
 * on the order of lanes, and two harnesses that share keys share their random numbers, draw by draw.
 *
 * There are two kernels, in plain TypeScript and in WebAssembly; they do the same arithmetic and give the same bytes.
 */
export interface Kernel {
  /** By run, after `figures`: X − G, units of work; attempts; steps. Shape [BLOCK_RUNS]. */ readonly deviation: Float64Array;
  readonly attempts: Float64Array;
  readonly steps: Float64Array;
  /** By run: 1 once a stage was unrecovered. Shape [BLOCK_RUNS]. */ readonly failed: Uint8Array;
  /** Clears what is kept of the first `runs` runs. */
  reset(runs: number): void;
  /** What the next stages draw from. */
  usePool(pool: Pool): void;
  /** These runs begin a stage, at progress 0. */
  begin(runs: Int32Array): void;
  /** The lanes that left the last stage begin another, those unrecovered only if `failedToo`. Returns how many. */
  passOn(failedToo: boolean): number;
  /**
   * Draw `n` = 0, 1, … of a stage: one step of every lane in it, and what it makes of the attempt.
   *
   * @param key  two words that name the stage's random numbers
   */
  draw(key: readonly [number, number], n: number, rule: StageRule): StageCounts;
  /**
   * Fills the figures by run of the first `runs` runs, and sums up those of the first `runs`, or of one less where their number is
   * odd: even and odd runs are added side by side. In two passes, as Σx² − (Σx)²/n loses every digit of a small spread.
   *
   * @param goal  G, units of work
   * @param unit  of progress, as the stages had it
   */
  figures(runs: number, goal: number, unit: number): FigureSums;
}
