import type { GuidedPool } from "../attempt/guidedPool.ts";
import { type IntervalSet, sumOf, unite, within } from "../attempt/intervalSet.ts";
import type { CheckedSteps } from "./checkedSteps.ts";

/**
 * Whether an attempt at a request can be accepted at all: whether some number of steps at which it is checked has sums that meet
 * [ℓ − ε, ℓ + ε] in positive length (T1.12). If not, no retry budget helps.
 *
 * Exact while the sums have at most 256 pieces (intervalSet.ts); beyond, gaps between pieces are taken as filled, and a request in
 * one of them is called reachable. A length within rounding of the sums, 1e-12 of the request, counts as none.
 */
export function isReachable(pool: Pick<GuidedPool, "members">, request: number, tolerance: number, [first, last]: CheckedSteps): boolean {
  const steps = unite(pool.members.map(({ min, max }) => [min, max] as const));
  const [low, high] = [request - tolerance, request + tolerance];
  const rounding = 1e-12 * request;
  let reach: IntervalSet = [[0, 0]];
  for (let k = 1; k <= last; k++) {
    reach = k === 1 ? steps : within(sumOf(reach, steps), 0, high);
    if (reach.length === 0) return false;
    if (k >= first && within(reach, low, high).some(([from, to]) => to - from > rounding)) return true;
  }
  return false;
}
