import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { CANONICAL } from "../../model/canonical.ts";
import { InvalidInput } from "../../model/invalid.ts";
import { PointSchema } from "../../model/point.ts";
import { requireSchema } from "../../model/schemaError.ts";
import { requireSteps } from "../../theory/fit/observed.ts";
import { agentGiven, requireTask } from "../../theory/recommend/agentGiven.ts";
import type { Limits } from "../limits.ts";
import type { RecommendInput } from "../work/recommend.ts";

const { goal, tolerance, stepBudget, retryBudget } = PointSchema.properties;

/** What `POST recommend` takes, and the job of the same kind. */
export const RECOMMEND_FIELDS = {
  steps: Type.Optional(Type.Array(Type.Number(), { description: "progress of single unguided steps, units of work; at least 5" })),
  pool: Type.Optional(
    Type.Union([Type.Array(Type.Unknown()), Type.Object({})], {
      description: "members, or {pool, weights, guidance, verification, onUnrecovered}",
    }),
  ),
  goal,
  tolerance,
  stepBudget: Type.Optional(stepBudget),
  retryBudget: Type.Optional(retryBudget),
};
export const RecommendSchema = Type.Object(RECOMMEND_FIELDS, { additionalProperties: false });
const schema = Compile(RecommendSchema);

/** @throws InvalidInput naming the field */
export function parseRecommend(body: unknown, limits: Pick<Limits, "steps">): RecommendInput {
  requireSchema(schema, body);
  const {
    steps,
    pool,
    stepBudget = CANONICAL.stepBudget,
    retryBudget = CANONICAL.retryBudget,
    ...asked
  } = body as Static<typeof RecommendSchema>;
  const task = { ...asked, stepBudget, retryBudget };
  requireTask(task);
  if ((steps === undefined) === (pool === undefined))
    throw new InvalidInput("steps", "or pool must be given, and not both: the agent to recommend for");
  if (!steps) return { task, agent: agentGiven(pool, task, "pool") };
  if (steps.length > limits.steps) throw new InvalidInput("steps", `must hold at most ${limits.steps} steps`, steps.length);
  requireSteps(steps);
  return { task, steps };
}
