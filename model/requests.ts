import type { StagePlan } from "./point.ts";

/** A tail below this share of the goal is rounding of r·c against G, and is dropped as a zero tail. */
const ZERO_TAIL = 1e-12;

/**
 * The requests ℓ_1..ℓ_K of a plan, in units of work.
 *
 * `partial` is (c, …, c [r times], G − r·c); a zero tail is dropped, and r = 0 leaves the task whole.
 * The tail may come out negative where r·c > G: `validate.ts` refuses such a point.
 */
export function requestsOf(plan: StagePlan, goal: number): number[] {
  switch (plan.kind) {
    case "uniform":
      return new Array<number>(plan.count).fill(goal / plan.count);
    case "partial": {
      const scaffolded = new Array<number>(plan.chunks).fill(plan.chunk);
      const tail = goal - plan.chunks * plan.chunk;
      return Math.abs(tail) <= ZERO_TAIL * goal ? scaffolded : [...scaffolded, tail];
    }
    case "explicit":
      return [...plan.requests];
  }
}
