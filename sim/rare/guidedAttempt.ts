import { nextUnit, type Stream } from "../../numerics/streams.ts";
import { ceilingOf, endOf } from "./attemptRule.ts";
import type { Guide } from "./guide.ts";
import { Proposal } from "./proposal.ts";

/** One attempt led to where it ends as wanted. */
export interface Weighted {
  /** Y ≥ 0 with E[Y] = p = P(an attempt ends as wanted). */ readonly value: number;
  /** C with E[C] = 0: how much the guess expected beyond what it got. */ readonly control: number;
}

/**
 * Importance sampling step by step. With probability 1 − α a step is drawn from the proposal g/T, otherwise from the agent's own law,
 * and the attempt's weight is multiplied by its density under the agent over that under this mixture, so by at most 1/α.
 * A step that ends the attempt as wanted is not drawn but counted with its exact chance.
 *
 * @returns a source of independent draws
 * @see docs/theory/rare-events.md (E.4), (E.5), (E.6)
 */
export function guidedAttempts(guide: Guide): (stream: Stream) => Weighted {
  const { rule, natural, agent, wanted } = guide;
  const first = new Proposal(guide).moveTo(0, rule.stepBudget);
  const later = new Proposal(guide);

  return (stream) => {
    let [weight, control, at] = [1, 0, 0];
    for (let left = rule.stepBudget; left > 0; left--) {
      const proposal = left === rule.stepBudget ? first : later.moveTo(at, left);
      const { ending, total, weights } = proposal;
      const hopeless = !(total > 0);
      // Where the guess is that all is lost, the agent's own law is all that is left to draw from.
      const own = hopeless ? 1 : natural;
      const led = hopeless ? 0 : (1 - own) / total;
      const expected = weight * total;
      let member: number;
      let step: number;
      if (nextUnit(stream) < own) {
        member = memberOf(weights, nextUnit(stream));
        step = agent.members[member].quantile(nextUnit(stream));
        const end = endOf(rule, at + step, left);
        if (end === wanted) return ended(weight / (led + own), control, expected);
        if (end !== "going") return ended(0, control, expected);
      } else {
        if (nextUnit(stream) * total < ending) return ended(weight / (led + own), control, expected);
        ({ member, step } = proposal.draw(stream));
      }
      const target = weights[member] * agent.members[member].density(step);
      const height = proposal.height(member, step);
      const mixed = led * height + own * target;
      if (!(mixed > 0)) return ended(0, control, expected); // the law's density is 0 at its very end
      control += expected - (weight * height) / mixed;
      weight *= target / mixed;
      at = Math.min(at + step, ceilingOf(rule));
    }
    return { value: 0, control };
  };
}

const ended = (value: number, control: number, expected: number): Weighted => ({ value, control: control + expected - value });

/** The member that a uniform picks. */
export function memberOf(weights: Float64Array, uniform: number): number {
  let rest = uniform;
  for (let i = 0; i < weights.length; i++) {
    rest -= weights[i];
    if (rest < 0 && weights[i] > 0) return i;
  }
  return weights.indexOf(Math.max(...weights)); // by rounding only
}
