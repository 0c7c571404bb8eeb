import Type, { type Static } from "typebox";
import { LIMITS } from "./limits.ts";

/**
 * The parameter point: one agent, one task, one harness. The JSON schema here is the only definition of its shape;
 * types are derived from it, and `validate.ts` adds the rules that tie fields to each other.
 * @see docs/model.md §2 for the meaning of each letter
 */

const work = (description: string, options: object = {}) => Type.Number({ description, minimum: 0, maximum: LIMITS.magnitude, ...options });
const positiveWork = (description: string) => work(description, { minimum: undefined, exclusiveMinimum: 0 });
const closed = { additionalProperties: false };

/** One action distribution F_i: a normal law truncated to [min, max]. */
export const ActionSchema = Type.Object(
  {
    mu: Type.Number({
      description: "location of the parent normal, units of work",
      minimum: -LIMITS.magnitude,
      maximum: LIMITS.magnitude,
    }),
    sigma: Type.Number({
      description: "scale of the parent normal, units of work",
      minimum: LIMITS.smallestSigma,
      maximum: LIMITS.magnitude,
    }),
    min: work("smallest step, units of work"),
    max: work("largest step, units of work; above min"),
  },
  closed,
);

/** The three ways to write down the requests ℓ_t, by their kind. */
export const STAGE_SCHEMAS = {
  uniform: Type.Object(
    {
      kind: Type.Literal("uniform"),
      count: Type.Integer({ description: "K, number of equal stages", minimum: 1, maximum: LIMITS.stages }),
    },
    closed,
  ),
  partial: Type.Object(
    {
      kind: Type.Literal("partial"),
      chunk: positiveWork("c, request of a scaffolded stage, units of work"),
      chunks: Type.Integer({
        description: "r, number of scaffolded stages; the tail G - rc follows",
        minimum: 0,
        maximum: LIMITS.stages,
      }),
    },
    closed,
  ),
  explicit: Type.Object(
    {
      kind: Type.Literal("explicit"),
      requests: Type.Array(positiveWork("l_t, units of work"), { minItems: 1, maxItems: LIMITS.stages }),
    },
    closed,
  ),
};
export const StagesSchema = Type.Union([STAGE_SCHEMAS.uniform, STAGE_SCHEMAS.partial, STAGE_SCHEMAS.explicit]);

export const GuidanceSchema = Type.Object(
  {
    kind: Type.Enum(["none", "aligned", "misaligned"]),
    strength: Type.Optional(
      Type.Number({
        description: "lambda, per unit of work; 0 is the same as none, and only none may leave it out",
        minimum: 0,
        maximum: LIMITS.strength,
      }),
    ),
  },
  closed,
);

export const PointSchema = Type.Object(
  {
    goal: positiveWork("G, progress asked of a run, units of work"),
    stages: StagesSchema,
    tolerance: work("epsilon, half-width of the accepted window, units of work; below every request"),
    stepBudget: Type.Integer({
      description: "M, low-level steps an attempt may take",
      minimum: 1,
      maximum: LIMITS.stepBudget,
    }),
    retryBudget: Type.Integer({
      description: "R, attempts at a stage in all; 1 means no retry",
      minimum: 1,
      maximum: LIMITS.retryBudget,
    }),
    pool: Type.Array(ActionSchema, {
      description: "F_1..F_n, the agent's action distributions",
      minItems: 1,
      maxItems: LIMITS.pool,
    }),
    weights: Type.Optional(
      Type.Array(Type.Number({ minimum: 0, maximum: LIMITS.magnitude }), {
        description: "q_i, base weight of each pool member, normalised; uniform unless given",
        minItems: 1,
        maxItems: LIMITS.pool,
      }),
    ),
    guidance: Type.Optional(GuidanceSchema),
    onUnrecovered: Type.Optional(
      Type.Enum(["carry", "abort"], {
        description: "what a run does after a stage whose attempts all failed",
        default: "carry",
      }),
    ),
    verification: Type.Optional(
      Type.Enum(["every-step", "stage-end"], {
        description: "when the stage's window is checked",
        default: "every-step",
      }),
    ),
    prune: Type.Optional(
      Type.Integer({
        description: "m, pool members removed at random; below the pool's size",
        minimum: 0,
        maximum: LIMITS.pool - 1,
        default: 0,
      }),
    ),
  },
  { ...closed, title: "harness-lab parameter point" },
);

/** A point as a user writes it: optional fields may be missing. */
export type PointInput = Static<typeof PointSchema>;
/** A point with every default filled in; what theory and simulation take. */
export type Point = Readonly<Required<Omit<PointInput, "guidance">>> & { readonly guidance: Guidance };
export type ActionDistribution = Readonly<Static<typeof ActionSchema>>;
export type StagePlan = Static<typeof StagesSchema>;
/** Guidance with its strength λ; `none` has strength 0. */
export type Guidance = Readonly<Required<Static<typeof GuidanceSchema>>>;
