/** A harness as a mark in a figure: what it brings and what it costs. */
export interface HarnessMark {
  /** Stages of the plan. */ readonly stages: number;
  readonly passRate: number;
  /** E|X − G|, units of work. */ readonly finalBias: number;
  /** Expected low-level steps of a run. */ readonly meanSteps: number;
}

/** The Pareto front of one agent, and the plain harnesses that it is to be compared with. */
export interface FrontMarks {
  readonly front: readonly HarnessMark[];
  readonly uniform: readonly HarnessMark[];
  readonly partial: readonly HarnessMark[];
}
