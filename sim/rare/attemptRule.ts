import { intervalMass } from "../../numerics/intervalMass.ts";
import type { TruncatedNormal } from "../../numerics/truncatedNormal.ts";
import type { StageRule } from "../kernel/kernel.ts";

/** What an attempt is to end in. */
export type Wanted = "accepted" | "rejected";

/** What the end of an attempt hangs on, progress in units of work; retries do not enter it. */
export type AttemptRule = Omit<StageRule, "retryBudget" | "unit">;

/** Progress below or at this, with steps left, goes on; above it the end is known. */
export const ceilingOf = ({ everyStep, low, high }: AttemptRule): number => (everyStep ? low : high);

/**
 * P(one step of a member ends the attempt as wanted). With steps left, an attempt that is checked after every step ends in the
 * window or above it; one that is checked at its end can only end above, as steps are never negative.
 *
 * @param at    progress, in [0, ceiling]
 * @param left  steps left, this one included, integer ≥ 1
 */
export function endingMass(rule: AttemptRule, wanted: Wanted, member: TruncatedNormal, at: number, left: number): number {
  const { low, high, everyStep } = rule;
  if (wanted === "accepted") return everyStep || left === 1 ? intervalMass(member, low - at, high - at) : 0;
  return member.survival(high - at) + (left === 1 ? member.cdf(low - at) : 0);
}

/** What a step to `reached` makes of the attempt. */
export function endOf(rule: AttemptRule, reached: number, left: number): Wanted | "going" {
  if (reached > rule.high) return "rejected";
  if (left > 1) return reached < ceilingOf(rule) || !rule.everyStep ? "going" : "accepted";
  return reached < rule.low ? "rejected" : "accepted";
}
