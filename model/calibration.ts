import type { FitReport } from "./fit.ts";
import type { StagePlan } from "./point.ts";
import type { PredictedRate, RecommendedAgent } from "./recommendation.ts";
import type { AdditionHarness, AdditionTask, Cell } from "./trial.ts";

/** What all trials of a calibration share: one agent, one task, one way of telling it; the stages are what differs. */
export type CalibratedAgent = Pick<Cell, "agent" | "version" | "model" | "source" | "wording"> &
  Omit<AdditionTask, "kind"> &
  Omit<AdditionHarness, "stages">;

/** What the trials were seen to do. */
export interface ObservedCounts {
  readonly trials: number;
  /** Stages that have an attempt. */ readonly stages: number;
  /** Attempts with a step. */ readonly attempts: number;
  readonly accepted: number;
  readonly overshoots: number;
  /** Attempts that spent their steps below the window. */ readonly exhaustions: number;
  /** Attempts left below the window with steps to spend: by the agent, and by the end of its trial. */ readonly givenUp: number;
  readonly cutOff: number;
  /** Steps taken, and those written after an attempt had ended, which are left out of all else. */ readonly steps: number;
  readonly surplus: number;
  /** Attempts that are left out: the ledger was changed by something other than adding. */ readonly rewritten: number;
}

/** One way in which steps of a fixed law cannot depend on what came before them. */
export interface LawCheck {
  /** Of what: the distance left, the stage's request, the number of the attempt, or a landing in the window. */
  readonly of: "distance" | "request" | "attempt" | "landing";
  /** Share of samples of one fixed law under the same harnesses that look at least as dependent; in (0, 1]. */ readonly pValue: number;
  /** What was seen, in words. */ readonly seen: string;
}

/** `ok`: nothing against one fixed law; `adapts`: the steps depend on what came before; `too few`: steps to tell. */
export interface FixedLawReport {
  readonly status: "ok" | "adapts" | "too few";
  readonly why: string;
  /** Probability that a check rejects a fixed law, all of them together. */ readonly level: number;
  readonly checks: readonly LawCheck[];
}

/** Whether steps are those of the law that the lab's own model was served with. */
export interface KnownLawReport {
  readonly agrees: boolean;
  /** Share of samples of the law that lie at least as far off. */ readonly pValue: number;
  /** The agent's guidance, in words. */ readonly law: string;
}

/** A harness at which the agent is predicted. */
export interface PredictedPlace {
  /** Equal stages K, or chunks r. */ readonly knob: "k" | "r";
  readonly at: number;
  readonly stages: StagePlan;
}

/** Each with a 95% interval that carries what the fit does not know. */
export interface PredictedCell extends PredictedPlace {
  readonly passRate: PredictedRate;
  /** Steps of a trial over the stages of its plan. */ readonly stepsPerStage: PredictedRate;
  /** Attempts that end in overshoot, of all attempts. */ readonly overshootShare: PredictedRate;
}

/** One measure of a cell, predicted and observed. */
export interface ComparedMeasure {
  readonly predicted: PredictedRate;
  readonly observed: number;
  /** Observed: 95%, exact for the pass rate; absent where one trial tells no spread. */ readonly low?: number;
  readonly high?: number;
  /** Two-sided: how often trials of the fitted agent, itself uncertain, lie at least as far off. */ readonly pValue: number;
  readonly agrees: boolean;
}

export interface ComparedCell extends PredictedPlace {
  readonly trials: number;
  readonly passed: number;
  /** Whether the fit has seen these trials' steps. */ readonly fitted: boolean;
  readonly passRate: ComparedMeasure;
  readonly stepsPerStage: ComparedMeasure;
  readonly overshootShare: ComparedMeasure;
}

export interface Comparison {
  /** Probability at most of a disagreement by chance, all measures of all cells together. */ readonly level: number;
  readonly cells: readonly ComparedCell[];
  readonly agrees: boolean;
}

/** What calibrating an agent says before anything is predicted. */
export interface Calibration {
  readonly of: CalibratedAgent;
  readonly observed: ObservedCounts;
  /** Left out, and named in `absent`, where no law can be fitted. */ readonly agent?: RecommendedAgent;
  readonly fit?: FitReport;
  readonly fixedLaw: FixedLawReport;
  /** Left out where the model is not the lab's own. */ readonly knownLaw?: KnownLawReport;
  /** What voids predictions, the gravest first; mostly empty. */ readonly warnings: readonly string[];
  readonly absent?: Readonly<Record<string, string>>;
}

/** What the picture of a calibration shows. */
export interface CalibrationMarks {
  readonly title: string;
  /** Steps observed, units of work. */ readonly steps: readonly number[];
  /** Density of one fitted step, per unit of work. */ readonly density: readonly { readonly step: number; readonly density: number }[];
  /** Pass rates over one knob each. */ readonly curves: readonly {
    readonly knob: PredictedPlace["knob"];
    readonly predicted: readonly (PredictedRate & { readonly at: number })[];
    readonly observed: readonly {
      readonly at: number;
      readonly rate: number;
      readonly low: number;
      readonly high: number;
      readonly fitted: boolean;
    }[];
  }[];
}
