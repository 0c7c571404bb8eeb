import type { AttemptRecord, StageRecord } from "../../model/trial.ts";

/** What a task comes to at the end of a trial. */
export interface Judgement {
  readonly stages: readonly StageRecord[];
  /** Addition: every stage was accepted. Else: the task's own verifier is content with what is there at the end. */ readonly passed: boolean;
  /** Addition only: X, and |X − G|, units of work. */ readonly progress?: number;
  readonly finalBias?: number;
  /** What should be known of the verdict, one sentence each. */ readonly notices?: readonly string[];
}

/**
 * A task under a harness: what the agent is told, and how each stage is checked. One kind of task, one implementation.
 * All methods are called while nothing of the agent runs.
 */
export interface StagedTask {
  readonly stages: readonly { readonly name: string /** Addition: ℓ, units of work. */; readonly request?: number }[];
  /** Where the work folder is seen inside; "/work" where absent. */ readonly workPath?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Wall clock of one turn. */ readonly turnWallMs?: number;
  readonly memoryBytes?: number;
  readonly diskBytes?: number;
  /** Fills a new work folder. */ readonly prepare: (work: string) => Promise<void>;
  /** The whole harness in one prompt. */ readonly wholePrompt: () => string;
  /** One attempt at one stage, both from 1. @param before  the attempt before it, of this stage or the last */ readonly stagePrompt: (
    stage: number,
    attempt: number,
    before: AttemptRecord | undefined,
  ) => string;
  /** Makes an attempt begin. */ readonly begin: (work: string, stage: number, attempt: number) => Promise<void>;
  /** Judges the attempt that was begun last. */ readonly check: (work: string, stage: number, attempt: number) => Promise<AttemptRecord>;
  /**
   * Judges the whole. @param told  the stages as they were checked, where the harness was told in turns; absent where one prompt told it
   * @param claims  what the agent said of its stages in its last answer, by number
   */
  readonly judge: (work: string, told: readonly StageRecord[] | undefined, claims: ReadonlyMap<number, boolean>) => Promise<Judgement>;
}
