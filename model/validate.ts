import { Compile } from "typebox/compile";
import { InvalidInput } from "./invalid.ts";
import { LIMITS } from "./limits.ts";
import { type Guidance, type Point, type PointInput, PointSchema, STAGE_SCHEMAS } from "./point.ts";
import { requestsOf } from "./requests.ts";
import { requireSchema } from "./schemaError.ts";

const schema = Compile(PointSchema);
const stageSchemas = Object.entries(STAGE_SCHEMAS).map(([kind, stages]) => [kind, Compile(stages)] as const);

/**
 * Checks a point from outside and fills in its defaults: uniform weights, no guidance, `carry`, `every-step`, no pruning.
 *
 * @throws InvalidInput naming the field, the rule and the value; the first rule broken, schema before cross-field rules
 */
export function parsePoint(input: unknown): Point {
  requireStages(input);
  requireSchema(schema, input);
  const given = input as PointInput;
  const point: Point = {
    ...given,
    weights: given.weights ?? given.pool.map(() => 1),
    guidance: withStrength(given.guidance),
    onUnrecovered: given.onUnrecovered ?? "carry",
    verification: given.verification ?? "every-step",
    prune: given.prune ?? 0,
  };
  requirePool(point);
  requireRequests(point);
  return point;
}

/** A union's errors speak of every branch at once: the branch that `kind` names is checked by itself first. */
function requireStages(input: unknown): void {
  const stages = (input as { stages?: unknown } | null | undefined)?.stages;
  if (typeof stages !== "object" || stages === null || Array.isArray(stages)) return;
  const kind = (stages as { kind?: unknown }).kind;
  const branch = stageSchemas.find(([name]) => name === kind);
  if (!branch) throw new InvalidInput("stages.kind", `must be one of ${stageSchemas.map(([name]) => name).join(", ")}`, kind ?? null);
  requireSchema(branch[1], stages, "stages");
}

function withStrength(guidance: PointInput["guidance"]): Guidance {
  if (!guidance) return { kind: "none", strength: 0 };
  if (guidance.strength === undefined && guidance.kind !== "none")
    throw new InvalidInput("guidance.strength", `is required for ${guidance.kind} guidance and missing`);
  return { kind: guidance.kind, strength: guidance.strength ?? 0 };
}

function requirePool(point: Point): void {
  point.pool.forEach(({ mu, sigma, min, max }, i) => {
    if (!(min < max)) throw new InvalidInput(`pool[${i}].max`, `must be > min (${min})`, max);
    const grain = LIMITS.smallestShare * max;
    if (max - min < grain) throw new InvalidInput(`pool[${i}].max`, `must be above min by ${LIMITS.smallestShare} of itself`, max);
    if (sigma < grain) throw new InvalidInput(`pool[${i}].sigma`, `must be >= ${LIMITS.smallestShare} * max (${grain})`, sigma);
    if (Math.max(min - mu, mu - max) > LIMITS.sigmasAway * sigma)
      throw new InvalidInput(`pool[${i}].mu`, `must lie within ${LIMITS.sigmasAway} sigma of [min, max]`, mu);
  });
  if (point.weights.length !== point.pool.length)
    throw new InvalidInput("weights", `must have one entry per pool member (${point.pool.length})`, point.weights.length);
  if (point.prune >= point.pool.length)
    throw new InvalidInput("prune", `must be below the pool's size (${point.pool.length})`, point.prune);
  const positive = point.weights.filter((weight) => weight > 0).length;
  if (positive <= point.prune)
    throw new InvalidInput("weights", `must be positive for more than prune (${point.prune}) pool members`, point.weights);
}

function requireRequests(point: Point): void {
  const requests = requestsOf(point.stages, point.goal);
  if (requests.length > LIMITS.stages) throw new InvalidInput("stages", `must have at most ${LIMITS.stages} stages`, requests.length);
  const where = (t: number) => (point.stages.kind === "explicit" ? `stages.requests[${t}]` : "stages");
  requests.forEach((request, t) => {
    if (request <= 0 && point.stages.kind !== "partial")
      throw new InvalidInput("goal", "must be large enough for its stages to be above 0", point.goal);
    if (request <= 0)
      throw new InvalidInput(
        "stages.chunks",
        `must leave a tail: chunks * chunk must be at most goal (${point.goal})`,
        point.goal - request,
      );
    if (request <= point.tolerance)
      throw new InvalidInput("tolerance", `must be below every request (${where(t)} asks ${request})`, point.tolerance);
  });
}
