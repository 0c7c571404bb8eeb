import { nextUnit, type Stream } from "../../numerics/streams.ts";
import type { Agent } from "./agent.ts";
import { type AttemptRule, endOf } from "./attemptRule.ts";
import { memberOf } from "./guidedAttempt.ts";

/** Whether an attempt drawn by the agent's own law is accepted. */
export function naturalAttempt(agent: Agent, rule: AttemptRule, stream: Stream): boolean {
  const weights = new Float64Array(agent.members.length);
  let at = 0;
  for (let left = rule.stepBudget; left > 0; left--) {
    agent.weightsAt(rule.request - at, weights);
    at += agent.members[memberOf(weights, nextUnit(stream))].quantile(nextUnit(stream));
    const end = endOf(rule, at, left);
    if (end !== "going") return end === "accepted";
  }
  return false;
}
