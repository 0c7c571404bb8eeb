import type { SweepRow } from "../../experiments/sweep/columns.ts";
import type { PairedComparison } from "../../model/comparison.ts";
import type { ExperimentResult } from "../../model/experiment.ts";
import type { PointInput } from "../../model/point.ts";
import type { SimulationResult } from "../../model/result.ts";
import type { Validation } from "../../model/validation.ts";
import type { RecommendAnswer, RecommendRequest, SweepAnswer, SweepSpecInput } from "./points.ts";
import type { Problem } from "./problem.ts";

/** `POST jobs` → 202 with the job, its address in the header Location. */
export type JobRequest = JobWork & {
  /** false, unless given: cancelled 3 s after its last listener has gone (10 s after it was asked for where none came). true: goes on. */
  readonly detached?: boolean;
};
export type JobWork =
  | {
      readonly kind: "sweep";
      readonly spec: SweepSpecInput;
      /** true unless given: finished points go into the store and are taken from there. */ readonly store?: boolean;
    }
  | {
      readonly kind: "simulate";
      readonly point: PointInput;
      /** 20,000 unless given; with `until` the most, 1e9 unless given. */ readonly runs?: number;
      /** Stop once the 95% interval of the pass rate is no wider than this. */ readonly until?: number;
      readonly seed?: string;
      readonly store?: boolean;
    }
  | {
      readonly kind: "compare";
      readonly first: PointInput;
      readonly second: PointInput;
      readonly runs?: number;
      readonly seed?: string;
    }
  | ({ readonly kind: "recommend" } & RecommendRequest)
  | {
      readonly kind: "experiment";
      /** Such as "retry". */ readonly id: string;
      /** Per simulated point; 0 leaves the simulation out. 20,000 unless given. */ readonly runs?: number;
      readonly seed?: string;
      readonly store?: boolean;
    }
  | {
      readonly kind: "validate";
      /** Searched points beside the paper's, 0 to 500; 50 unless given. */ readonly points?: number;
      /** Repeats of each estimate, 0 to 400; 40 unless given. */ readonly repeats?: number;
      readonly seed?: string;
    };
export type JobKind = JobWork["kind"];

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";

export interface JobProgress {
  readonly done: number;
  /** May change while a simulation with `until` learns how many runs it needs. */ readonly total: number;
  /** What is counted. */ readonly unit: "points" | "runs" | "samples" | "checks";
  /** Of the points done, those taken from the store. */ readonly reused: number;
  /** Estimated time left; left out while there is no telling. */ readonly etaMs?: number;
}

/** `GET jobs/:id`, and each of `GET jobs`. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly detached: boolean;
  readonly progress: JobProgress;
  /** ISO 8601, UTC. */ readonly createdAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** Why it failed. */ readonly problem?: Problem;
  /** Of a sweep: its columns, for whoever comes late. */ readonly sweep?: Omit<SweepAnswer, "rows">;
}
export interface JobsAnswer {
  /** The latest first. */ readonly jobs: readonly Job[];
}

/**
 * `GET jobs/:id/events`: server-sent events; each has the name of its `event` field and JSON of this type as data. It begins with `job`
 * and all rows so far, ends with `end`, after which the stream is closed: close the EventSource then, or it asks again (and gets 204).
 */
export interface JobEvents {
  /** The job as it is now: at the beginning, and when its state changes. */ readonly job: Job;
  readonly progress: JobProgress;
  /** Rows of a sweep in order; `from` is the index of the first. */
  readonly rows: { readonly from: number; readonly rows: readonly SweepRow[] };
  /** The job as it ended. */ readonly end: Job;
}

/** Exact differences, second minus first, with estimated errors; or why there are none. */
export type ExactDifferences =
  | Readonly<Record<string, { readonly difference: number; readonly error: number }>>
  | { readonly absent: string };

/** `GET jobs/:id/result`, by kind. 409 `no-result` while the job has not ended well; of a cancelled sweep the rows that there are. */
export interface JobResults {
  readonly sweep: SweepAnswer;
  /** As `lab simulate --json`. */ readonly simulate: SimulationResult;
  /** As `lab compare --json`. */ readonly compare: PairedComparison & { readonly exact: ExactDifferences };
  readonly recommend: RecommendAnswer;
  readonly experiment: ExperimentResult;
  /** As `lab validate --json`. */ readonly validate: Omit<Validation, "samples">;
}
