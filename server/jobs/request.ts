import Type, { type TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { EXPERIMENTS } from "../../experiments/catalogue.ts";
import { DEFAULT_RUNS, DEFAULT_SEED, MAX_RUNS, MAX_SEED_LENGTH, MIN_RUNS } from "../../experiments/sweep/limits.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import { requireSchema } from "../../model/schemaError.ts";
import { parsePoint } from "../../model/validate.ts";
import type { JobKind, JobWork } from "../api.ts";
import { checkSweepShape } from "../guards/sweepShape.ts";
import type { Limits } from "../limits.ts";
import { parseRecommend, RECOMMEND_FIELDS } from "../routes/recommendInput.ts";
import type { RecommendInput } from "../work/recommend.ts";
import type { SweepHead } from "./job.ts";

/** A job's work with every default filled in and its points checked. */
export type CheckedWork =
  | { readonly kind: "sweep"; readonly spec: unknown; readonly head: SweepHead; readonly store: boolean }
  | {
      readonly kind: "simulate";
      readonly point: Point;
      readonly runs: number;
      readonly until: number | undefined;
      readonly seed: string;
      readonly store: boolean;
    }
  | { readonly kind: "compare"; readonly first: Point; readonly second: Point; readonly runs: number; readonly seed: string }
  | { readonly kind: "recommend"; readonly input: RecommendInput }
  | { readonly kind: "experiment"; readonly id: string; readonly runs: number; readonly seed: string; readonly store: boolean }
  | { readonly kind: "validate"; readonly points: number; readonly repeats: number; readonly seed: string };

/** The head of a sweep is known once a thread has tried all of its expressions. */
type Untried<W> = W extends { readonly head: unknown } ? Omit<W, "head"> : W;

export interface CheckedRequest<W = CheckedWork> {
  readonly work: W;
  readonly detached: boolean;
}

const closed = { additionalProperties: false };
const runs = Type.Optional(Type.Integer({ minimum: MIN_RUNS, maximum: MAX_RUNS, default: DEFAULT_RUNS }));
const seed = Type.Optional(Type.String({ minLength: 1, maxLength: MAX_SEED_LENGTH, default: DEFAULT_SEED }));
const store = Type.Optional(Type.Boolean({ default: true, description: "finished points are kept, and taken from there" }));
const detached = Type.Optional(Type.Boolean({ default: false, description: "whether it goes on when nobody listens" }));
const point = Type.Object({}, { description: "a parameter point" });

/** The body of `POST jobs`, by kind. */
export const JOB_SCHEMAS = {
  sweep: Type.Object(
    { kind: Type.Literal("sweep"), spec: Type.Object({}, { description: "as `lab sweep --spec` takes it" }), store, detached },
    closed,
  ),
  simulate: Type.Object(
    {
      kind: Type.Literal("simulate"),
      point,
      runs,
      until: Type.Optional(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 })),
      seed,
      store,
      detached,
    },
    closed,
  ),
  compare: Type.Object({ kind: Type.Literal("compare"), first: point, second: point, runs, seed, detached }, closed),
  recommend: Type.Object({ kind: Type.Literal("recommend"), ...RECOMMEND_FIELDS, detached }, closed),
  experiment: Type.Object(
    {
      kind: Type.Literal("experiment"),
      id: Type.Enum(EXPERIMENTS.map(({ id }) => id)),
      runs: Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_RUNS, default: DEFAULT_RUNS })),
      seed,
      store,
      detached,
    },
    closed,
  ),
  validate: Type.Object(
    {
      kind: Type.Literal("validate"),
      points: Type.Optional(Type.Integer({ minimum: 0, maximum: 500, default: 50 })),
      repeats: Type.Optional(Type.Integer({ minimum: 0, maximum: 400, default: 40 })),
      seed,
      detached,
    },
    closed,
  ),
} as const satisfies Readonly<Record<JobKind, TSchema>>;

const compiled = Object.fromEntries(Object.entries(JOB_SCHEMAS).map(([kind, schema]) => [kind, Compile(schema)]));

/** With `until` the runs are a limit: far beyond what a page would wait for. */
const MOST_RUNS_UNTIL = 1_000_000_000;

/** @throws InvalidInput naming the field of the body, the rule and the value */
export function checkJob(body: unknown, limits: Limits): CheckedRequest<Untried<CheckedWork>> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw new InvalidInput("", "must be an object", body);
  const { kind } = body as { kind?: unknown };
  const schema = typeof kind === "string" && Object.hasOwn(compiled, kind) ? compiled[kind] : undefined;
  if (!schema) throw new InvalidInput("kind", `must be one of ${Object.keys(JOB_SCHEMAS).join(", ")}`, kind ?? null);
  requireSchema(schema, body);
  const { detached = false, ...work } = body as { readonly detached?: boolean } & JobWork;
  return { work: checkWork(work as JobWork, limits), detached };
}

function checkWork(work: JobWork, limits: Limits): Untried<CheckedWork> {
  switch (work.kind) {
    case "sweep":
      within("spec", () => checkSweepShape(work.spec, limits));
      return { kind: "sweep", spec: work.spec, store: work.store ?? true };
    case "simulate": {
      const { until, seed = DEFAULT_SEED, store = true } = work;
      const runs = work.runs ?? (until === undefined ? DEFAULT_RUNS : MOST_RUNS_UNTIL);
      return { kind: "simulate", point: within("point", () => parsePoint(work.point)), runs, until, seed, store };
    }
    case "compare": {
      const [first, second] = [within("first", () => parsePoint(work.first)), within("second", () => parsePoint(work.second))];
      return { kind: "compare", first, second, runs: work.runs ?? DEFAULT_RUNS, seed: work.seed ?? DEFAULT_SEED };
    }
    case "recommend": {
      const { kind, ...asked } = work;
      return { kind, input: parseRecommend(asked, limits) };
    }
    case "experiment": {
      const { kind, id, runs = DEFAULT_RUNS, seed = DEFAULT_SEED, store = true } = work;
      if (runs === 1 || runs > limits.jobRuns) throw new InvalidInput("runs", `must be 0, or ${MIN_RUNS} to ${limits.jobRuns}`, runs);
      return { kind, id, runs, seed, store };
    }
    case "validate":
      return { kind: "validate", points: work.points ?? 50, repeats: work.repeats ?? 40, seed: work.seed ?? DEFAULT_SEED };
  }
}

/** The same error, of a field inside of another. */
function within<T>(outer: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw moved(error, outer);
  }
}

export function moved(error: unknown, outer: string): unknown {
  if (!(error instanceof InvalidInput)) return error;
  const { field, rule, value } = error;
  return new InvalidInput(field === "" ? outer : `${outer}.${field}`, rule, value);
}
