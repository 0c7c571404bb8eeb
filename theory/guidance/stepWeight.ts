import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import { guidedPool } from "../attempt/guidedPool.ts";

/** An attempt as a log shows it: its low-level steps in order, units of work, and whether it was accepted. Members are not seen. */
export interface ObservedAttempt {
  readonly steps: readonly number[];
  readonly accepted: boolean;
}

/**
 * log W of observed attempts at a request: how much likelier guidance makes their steps than the base law.
 *
 * Each step counts Σ_i w_i(d)·f_i(a) / Σ_i q_i·f_i(a), d the distance that remained before it (T2.7).
 * −Infinity where guidance would not take the step at all, to double precision.
 *
 * @param point    agent and guidance; its pool is taken unpruned
 * @param request  ℓ, units of work
 * @returns a function of an attempt and its place in the list; it throws InvalidInput naming a step that the agent cannot take
 * @see docs/theory/guidance-evidence.md (T2.7), (T2.8)
 */
export function logWeights(point: Point, request: number): (attempt: ObservedAttempt, index: number) => number {
  const pool = guidedPool(point);
  const guided = new Float64Array(pool.members.length);
  return ({ steps }, index) => {
    let distance = request;
    let sum = 0;
    for (const [k, step] of steps.entries()) {
      const densities = pool.members.map((member) => member.density(step));
      pool.weightsAt(distance, guided);
      const ratio = stepRatio(guided, pool.weights, densities);
      if (Number.isNaN(ratio)) throw new InvalidInput(`attempts[${index}].steps[${k}]`, "must be a step that the agent can take", step);
      sum += Math.log(ratio);
      distance -= step;
    }
    return sum;
  };
}

/** (T2.7): Σ w_i f_i / Σ q_i f_i; NaN where the base law has no density, for the caller to refuse. */
export function stepRatio(guided: ArrayLike<number>, base: ArrayLike<number>, densities: readonly number[]): number {
  let [over, under] = [0, 0];
  for (const [i, density] of densities.entries()) {
    over += guided[i] * density;
    under += base[i] * density;
  }
  return over / under;
}
