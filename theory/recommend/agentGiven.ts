import { InvalidInput } from "../../model/invalid.ts";
import type { RecommendedAgent } from "../../model/recommendation.ts";
import { parsePoint } from "../../model/validate.ts";
import type { Task } from "./recommend.ts";

const FIELDS = ["pool", "weights", "guidance", "verification", "onUnrecovered"] as const;

/**
 * The agent that a user wrote down: an array of members, or an object with a pool and what else a point says of its agent.
 *
 * @param called  what the user calls it, such as "--pool"
 * @throws InvalidInput naming the field
 */
export function agentGiven(input: unknown, task: Task, called: string): RecommendedAgent {
  if (typeof input !== "object" || input === null)
    throw new InvalidInput(called, "must hold an array of pool members, or an object", input);
  const given: Record<string, unknown> = Array.isArray(input) ? { pool: input } : { ...input };
  const unknown = Object.keys(given).find((key) => !(FIELDS as readonly string[]).includes(key));
  if (unknown !== undefined) throw new InvalidInput(unknown, `is none of ${FIELDS.join(", ")}, which ${called} may hold`);
  const point = parsePoint({ ...given, ...task, stages: WHOLE });
  const { pool, weights, ...rest } = point;
  const named = FIELDS.filter((field) => field in given && field !== "pool" && field !== "weights");
  return { pool, weights, ...Object.fromEntries(named.map((field) => [field, rest[field as keyof typeof rest]])) };
}

/** Checks the task alone, before any work. @throws InvalidInput naming the field */
export function requireTask(task: Task): void {
  parsePoint({ ...task, stages: WHOLE, pool: [{ mu: 1, sigma: 1, min: 0, max: 2 }] });
}

const WHOLE = { kind: "uniform", count: 1 } as const;
