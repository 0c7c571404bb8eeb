import type { SweepRow } from "../experiments/sweep/columns.ts";
import type { Method } from "../experiments/sweep/spec.ts";
import type { PairedComparison } from "../model/comparison.ts";
import type { ClaimResult, ExperimentResult, SweptQuantity } from "../model/experiment.ts";
import type { FitReport } from "../model/fit.ts";
import type { ActionDistribution, PointInput, StagePlan } from "../model/point.ts";
import type { PredictedRate, RecommendedAgent } from "../model/recommendation.ts";
import type { Absent, FigureName, SimulationResult, Solution } from "../model/result.ts";
import type { Validation } from "../model/validation.ts";

/**
 * What the server's endpoints under /api/v1 take and answer, shared with the pages: types only. Rates are probabilities; goals, requests,
 * biases and quantiles are in units of work; durations end in `Ms`. A figure that does not exist is left out and named in `absent`.
 */

/** Answer of any request that fails: problem details (RFC 9457), media type application/problem+json. */
export interface Problem {
  /** `about:blank#` and the code: problems are told apart by their code. */ readonly type: string;
  /** The kind of problem in a few words, the same for every one of its code. */ readonly title: string;
  readonly status: number;
  /** This problem in one sentence, meant for the user. */ readonly detail: string;
  readonly code: ProblemCode;
  /** Dotted path of the field in the body, or name of the query parameter, that breaks a rule. */ readonly field?: string;
  /** What must hold, such as "must be > 0". */ readonly rule?: string;
  /** The value found, as JSON cut to 80 characters; left out where the field is missing. */ readonly value?: string;
  /** When it is worth to ask again; the header Retry-After says the same in seconds. */ readonly retryAfterMs?: number;
}

export type ProblemCode =
  /** 400: a field breaks a rule of the model or of the request. */
  | "invalid-input"
  /** 400: the body is no JSON. */
  | "invalid-json"
  /** 401: a token is needed. */
  | "unauthorised"
  /** 403: the request comes from a page of another site, or was sent to another host. */
  | "foreign-origin"
  | "foreign-host"
  /** 404 */
  | "not-found"
  /** 405 */
  | "method-not-allowed"
  /** 408: the request came too slowly. */
  | "slow-request"
  /** 409: the job has no result yet, or will have none. */
  | "no-result"
  /** 413 */
  | "too-large"
  /** 415 */
  | "unsupported-media-type"
  /** 422: the point is sound, and the exact solver cannot answer it; a simulation can be asked. */
  | "unresolved"
  /** 429: too many requests from this address. */
  | "too-many-requests"
  /** 500: a fault of the program. */
  | "fault"
  /** 503: all threads are busy and the queue is full. */
  | "overloaded"
  /** 503: the work took too long. */
  | "out-of-time"
  /** 503: as many jobs, or streams of events, as there may be. */
  | "too-many-jobs"
  | "too-many-streams"
  /** 503: another process uses the store. */
  | "store-busy"
  /** 503: the store cannot be used: damaged, of a newer lab, or may not be written. */
  | "store-unusable"
  /** 503: the server is ending. */
  | "closing";

/** `GET health` */
export interface Health {
  readonly status: "ok";
  readonly version: string;
  readonly modelVersion: number;
  /** Threads, how many of them are at work, and requests that wait for one. */
  readonly threads: { readonly count: number; readonly busy: number; readonly waiting: number };
  /** Jobs by state. */ readonly jobs: Readonly<Record<JobState, number>>;
}

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
export interface TheoryAnswer {
  /** T1. Costs are −log of a pass rate, natural logarithms; an infinite one is left out and named in `absent`. */
  readonly granularity?: {
    readonly passRate: number;
    readonly passRateError: number;
    /** −log pass rate; left out where it is 0. */ readonly cost?: number;
    /** Lower bounds of the cost; 0 says nothing. */
    readonly bounds: { readonly quadratic?: number; readonly chernoff?: number; readonly summed?: number };
    /** False: theorem 1 says that no run can pass. */ readonly reachable: boolean;
    /** κ*, the least cost of any stage, and the request it is found at; left out where the pool is pruned. */
    readonly executionCost?: { readonly value: number; readonly request: number; readonly error: number };
    /** By stage: cost above κ*. */ readonly penalties?: readonly (number | null)[];
  };
  /** T2, at the first request; left out where guidance cannot steer. */
  readonly guidance?: {
    /** ℓ. */ readonly request: number;
    /** Γ, the retention gap; guidance helps where it is above 0. */ readonly gap?: number;
    /** P(accepted) of an attempt: unguided, guided as solved, and guided as predicted from Γ. */
    readonly unguided: number;
    readonly guided: number;
    readonly predicted?: number;
  };
  /** T3: how many chunks of this size pay. */
  readonly stopping?: {
    /** c. */ readonly chunk: number;
    /** κ(c), cost of one chunk; left out where it cannot be passed. */ readonly chunkCost?: number;
    /** r*: where the marginal rule stops. */ readonly stop: number;
    /** The extent of the greatest pass rate. */ readonly best: number;
    readonly unimodal: boolean;
    readonly convex: boolean;
    readonly extents: readonly {
      readonly chunks: number;
      readonly tail: number;
      readonly tailRisk?: number;
      readonly marginalDrop?: number;
      readonly pays: boolean;
      readonly passRate: number;
    }[];
  };
  /** Part or figure → why it is left out. */ readonly absent?: Absent;
}

/** `GET experiments` */
export interface ExperimentsAnswer {
  readonly experiments: readonly ExperimentEntry[];
}
export interface ExperimentEntry {
  readonly id: string;
  readonly title: string;
  /** Of the paper, such as "2a". */ readonly figures: readonly string[];
  readonly sweep: SweptQuantity;
  readonly claims: readonly { readonly id: string; readonly figure: string; readonly statement: string }[];
  /** Curves with the points they go through, as `POST solve` takes them; the curve of false claims has none. */
  readonly curves: readonly {
    readonly name: string;
    readonly points: readonly { readonly at: number; readonly point?: PointInput }[];
  }[];
}
/** `GET experiments/:id?runs=0&seed=lab`: solved, and simulated where runs > 0 (at most 2,000 here; more is a job). */
export type ExperimentAnswer = ExperimentResult;

/** `GET claims?runs=0&seed=lab`: as `lab claims --json`. */
export type ClaimsAnswer = readonly ClaimResult[];

/** `GET figures` */
export interface FiguresAnswer {
  readonly figures: readonly FigureEntry[];
}
/** Its files are `figures/<id>.svg`, `.png`, `.csv`, `.json` and `.vl.json`, each with `?runs=0&seed=lab`. */
export interface FigureEntry {
  /** Such as "figure-5". */ readonly id: string;
  readonly title: string;
  readonly caption: string;
  /** Experiments it shows. */ readonly experiments: readonly string[];
  /** Where Explore opens from it; left out for a figure without points. */ readonly point?: PointInput;
  /** The command that makes it. */ readonly command: string;
}
export const FIGURE_FORMATS = ["svg", "png", "csv", "json", "vl.json"] as const;
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

/** `GET results?experiment&method&key&since&text&offset=0&limit=50`, the latest first. `key` is how keys begin, `text` a part of the name. */
export interface ResultsAnswer {
  /** Results that fit the filter. */ readonly total: number;
  readonly offset: number;
  readonly limit: number;
  readonly results: readonly ResultEntry[];
  /** What there is to filter by, over the whole store. */
  readonly experiments: readonly string[];
  readonly methods: readonly string[];
  /** Records that are damaged and left out. */ readonly damaged: number;
}
/** A figure with what is known of its error: estimated absolute error where exact; 95% interval and count where simulated. */
export interface KnownFigure {
  readonly value: number;
  readonly error?: number;
  readonly low?: number;
  readonly high?: number;
  readonly count?: number;
}
export interface ResultEntry {
  /** 64 hex digits. */ readonly key: string;
  readonly name: string;
  readonly experiment: string;
  readonly method: string;
  readonly modelVersion: number;
  readonly seed?: string;
  readonly runs?: number;
  /** ISO 8601, UTC. */ readonly startedAt: string;
  readonly durationMs: number;
  readonly labVersion: string;
  /** As resolved; left out where its JSON is longer than 4,000 characters. */ readonly parameters?: unknown;
  readonly headline: Readonly<Partial<Record<FigureName, KnownFigure>>>;
}
/** `GET results/:key`; how the key begins is enough. */
export interface ResultAnswer {
  readonly key: string;
  readonly name: string;
  readonly identity: {
    readonly experiment: string;
    readonly modelVersion: number;
    readonly method: string;
    readonly parameters: unknown;
    readonly seed?: string;
    readonly runs?: number;
  };
  /** The parameters as the user passed them. */ readonly passed: unknown;
  readonly provenance: {
    readonly code: { readonly status: string; readonly commit?: string; readonly dirty?: boolean };
    readonly labVersion: string;
    readonly modelVersion: number;
    readonly node: string;
    readonly platform: string;
    readonly commandLine: readonly string[];
    readonly startedAt: string;
    readonly durationMs: number;
  };
  readonly result: unknown;
  /** The same in long form, a row a figure. */
  readonly figures: readonly (KnownFigure & { readonly figure: string; readonly unit?: string })[];
}
/** `GET results/compare?first=KEY&second=KEY`: as `lab results compare --json`. */
export interface ResultComparison {
  readonly first: string;
  readonly second: string;
  readonly figures: readonly {
    readonly figure: string;
    readonly unit?: string;
    readonly first: number;
    readonly second: number;
    /** Second less first, with its interval. */ readonly difference: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly notes: readonly string[];
}
/** `GET results/export?format=csv` with the filter of `results`: a file. csv and parquet hold figures in long form, json whole records. */
export type ExportFormat = "csv" | "parquet" | "json";

/** `POST jobs` → 202 with the job, its address in the header Location. */
export type JobRequest = JobWork & {
  /** false, unless given: cancelled 3 s after its last listener has gone (10 s after its start where none came). true: goes on. */
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

export const JOB_STATES = ["queued", "running", "done", "failed", "cancelled"] as const;
export type JobState = (typeof JOB_STATES)[number];

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
export type ExactDifferences = Readonly<Record<string, { readonly difference: number; readonly error: number }>> | { readonly absent: string };

/** `GET jobs/:id/result`, by kind. 409 `no-result` while the job has not ended well; of a cancelled sweep the rows that there are. */
export interface JobResults {
  readonly sweep: SweepAnswer;
  /** As `lab simulate --json`. */ readonly simulate: SimulationResult;
  /** As `lab compare --json`. */ readonly compare: PairedComparison & { readonly exact: ExactDifferences };
  readonly recommend: RecommendAnswer;
  readonly experiment: ExperimentResult;
  /** As `lab validate --json`. */ readonly validate: Omit<Validation, "samples">;
}
