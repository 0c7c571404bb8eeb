import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { InvalidInput } from "../../model/invalid.ts";
import { ActionSchema, GuidanceSchema, type Point, PointSchema } from "../../model/point.ts";
import { requireSchema } from "../../model/schemaError.ts";
import { parsePoint } from "../../model/validate.ts";

/** The model's own agent: what its steps are drawn from, and how often it claims what is not so. */
export type AgentLaw = Readonly<Pick<Point, "pool" | "weights" | "guidance">> & {
  /** h: P(it says that a stage is done whose last attempt failed), unless it is told to claim by evidence only. */ readonly claimRate: number;
};

const LawSchema = Type.Object(
  {
    pool: Type.Array(ActionSchema, { minItems: 1 }),
    weights: Type.Optional(PointSchema.properties.weights),
    guidance: Type.Optional(GuidanceSchema),
    claimRate: Type.Optional(
      Type.Number({ description: "h, probability of claiming a stage done whose attempts all failed", minimum: 0, maximum: 1 }),
    ),
  },
  { additionalProperties: false },
);
const schema = Compile(LawSchema);

/**
 * Checks the law of an agent from outside and fills in what is not given: uniform weights, no guidance, no false claim.
 *
 * @throws InvalidInput naming the field, by the rules of a point
 */
export function parseLaw(input: unknown): AgentLaw {
  requireSchema(schema, input);
  const { claimRate = 0, ...agent } = input as Static<typeof LawSchema>;
  const { pool, weights, guidance } = parsePoint({ ...ANY_TASK, ...agent });
  return { pool, weights, guidance, claimRate };
}

/** The rules of an agent do not depend on its task. */
const ANY_TASK = { goal: 1, tolerance: 0, stepBudget: 1, retryBudget: 1, stages: { kind: "uniform", count: 1 } };

/**
 * The law of the agent of a point.
 *
 * @throws InvalidInput for what one served agent cannot be: pruned at random, or blind to its stage until the end
 */
export function lawOfPoint({ pool, weights, guidance, prune, verification }: Point, claimRate = 0): AgentLaw {
  if (prune > 0) throw new InvalidInput("prune", "must be 0: a served agent has one pool", prune);
  if (verification !== "every-step") throw new InvalidInput("verification", "must be every-step for a served agent", verification);
  return parseLaw({ pool, weights, guidance, claimRate });
}
