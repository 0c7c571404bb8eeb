import { type AttemptRules, plannedSteps } from "../attempt/attempt.ts";
import type { GuidedPool } from "../attempt/guidedPool.ts";

/** Numbers of steps after which an attempt may be accepted, both ends included. */
export type CheckedSteps = readonly [first: number, last: number];

/** 1 to M under `every-step`; the planned number alone under `stage-end`. */
export function checkedSteps(pool: GuidedPool, rules: AttemptRules, request: number): CheckedSteps {
  if (rules.verification === "every-step") return [1, rules.stepBudget];
  const planned = plannedSteps(pool, rules, request);
  return [planned, planned];
}
