import type { FitReport } from "./fit.ts";
import type { ActionDistribution, Point, StagePlan } from "./point.ts";

/** What is known of the agent: a pool as a point takes it, with what else a point says of it where that was given. */
export interface RecommendedAgent extends Partial<Pick<Point, "guidance" | "onUnrecovered" | "verification">> {
  readonly pool: readonly ActionDistribution[];
  readonly weights: readonly number[];
}

export interface RecommendedHarness {
  /** As a point takes it. */ readonly stages: StagePlan;
  /** What the plan asks for, ℓ_1..ℓ_K, units of work. */ readonly requests: readonly number[];
  /** Attempts at a stage in all: the retry budget given, which pass rate and bias are predicted at. */ readonly retryBudget: number;
  /** E[low-level steps of a run, all attempts], for the agent as fitted or given. */ readonly meanSteps: number;
  /** The fewest attempts, at most the retry budget given, that reach 99% of the pass rate at that budget. */ readonly retriesEnough: number;
  /** Pass rate with that many, by the agent as fitted or given. */ readonly passRateThen: number;
  /** Pass rate with one attempt more at each stage than the retry budget given. */ readonly passRateOneMore: number;
}

/** A pass rate with a 95% interval that carries what is not known of the agent; for a given pool, estimate ± the solver's error within [0, 1]. */
export interface PredictedRate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** What `recommend` says. Where no plan can pass, harness, pass rate and bias are left out and named in `absent`. */
export interface Recommendation {
  readonly agent: RecommendedAgent;
  /** Left out where the pool was given. */ readonly fit?: FitReport;
  readonly harness?: RecommendedHarness;
  readonly passRate?: PredictedRate;
  /** E|X − G| of the harness, exact for the agent as fitted or given, units of work. */ readonly finalBias?: number;
  /** What voids the answer or makes it useless, and what to do about it; the gravest first, mostly empty. */ readonly warnings: readonly string[];
  readonly reasons: readonly string[];
  readonly absent?: Readonly<Record<string, string>>;
}

/** What the picture of a recommendation shows. */
export interface RecommendationMarks {
  readonly goal: number;
  readonly tolerance: number;
  /** Steps observed, units of work; left out for a given pool. */ readonly steps?: readonly number[];
  /** Density of one unguided step, per unit of work. */ readonly density: readonly { readonly step: number; readonly density: number }[];
  /** Pass rate of K equal stages, for the agent as fitted or given. */
  readonly uniform: readonly { readonly stages: number; readonly passRate: number }[];
  /** The recommended harness; left out where none can pass. */
  readonly chosen?: PredictedRate & { readonly stages: number; readonly kind: StagePlan["kind"] };
}
