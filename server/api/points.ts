import type { SweepRow } from "../../experiments/sweep/columns.ts";
import type { Method } from "../../experiments/sweep/spec.ts";
import type { FitReport } from "../../model/fit.ts";
import type { ActionDistribution, PointInput, StagePlan } from "../../model/point.ts";
import type { PredictedRate, RecommendedAgent } from "../../model/recommendation.ts";
import type { Absent, Solution } from "../../model/result.ts";
import type { Theorems } from "../../model/theorems.ts";

/** `POST solve`: a point as `lab solve --point` takes it; `?law=n` (2 to 10,000) adds the law at n places. */
export type SolveRequest = PointInput;
/** The same bytes, as JSON data, as `lab solve --json` prints. */
export interface SolveAnswer extends Solution {
  /** P(final progress at most `progress`), even places over the whole range. */
  readonly law?: readonly { readonly progress: number; readonly probability: number }[];
}

/** A sweep as `lab sweep --spec` takes it. */
export interface SweepSpecInput {
  readonly name?: string;
  readonly base: object;
  /** Name → values, or a field with values or a range; the first varies slowest. */ readonly vary?: Readonly<Record<string, unknown>>;
  readonly zip?: readonly (readonly string[])[];
  /** Field → expression. */ readonly set?: Readonly<Record<string, string | number>>;
  readonly method?: Method;
  readonly runs?: number;
  readonly seed?: string;
}

/** `POST sweep`: exact, at once, of at most 2,000 points; larger or simulated ones are jobs. */
export type SweepRequest = SweepSpecInput;
export interface SweepAnswer {
  readonly name: string;
  readonly method: Method;
  /** Axes in the order written. */ readonly varied: readonly string[];
  /** Fields set by expressions. */ readonly computed: readonly string[];
  /** Points in all; the first axis varies slowest. */ readonly count: number;
  readonly rows: readonly SweepRow[];
}

/** `POST recommend`: what `lab recommend` takes. Exactly one of steps and pool. From steps it takes seconds: see the job. */
export interface RecommendRequest {
  /** Progress of single unguided steps, units of work; at least 5. */ readonly steps?: readonly number[];
  /** Members, or an agent with weights, guidance and so on. */
  readonly pool?: readonly ActionDistribution[] | (Partial<RecommendedAgent> & { readonly pool: readonly ActionDistribution[] });
  readonly goal: number;
  readonly tolerance: number;
  /** 8 unless given. */ readonly stepBudget?: number;
  /** 5 unless given. */ readonly retryBudget?: number;
}
/** As `lab recommend --json`. */
export interface RecommendAnswer {
  readonly agent: RecommendedAgent;
  readonly fit?: FitReport;
  readonly harness?: { readonly stages: StagePlan; readonly retryBudget: number };
  readonly passRate?: PredictedRate;
  readonly finalBias?: number;
  readonly reasons: readonly string[];
  readonly absent?: Absent;
}

/** `POST theory`: what theorems 1 to 3 say at a point; `?chunk=c` names the chunk of theorem 3, else that of the plan, or its first request. */
export type TheoryRequest = PointInput;
export type TheoryAnswer = Theorems;
