import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";

/** Different requests × pool members kept × subsets that pruning may leave: what the exact solution takes grows with it. */
function pointCost({ stages, goal, pool, prune }: Point): number {
  let subsets = 1;
  for (let i = 1; i <= prune; i++) subsets *= (pool.length - prune + i) / i;
  return new Set(requestsOf(stages, goal)).size * (pool.length - prune) * Math.round(subsets);
}

/** @throws InvalidInput for a point that would keep a thread for longer than an answer at once may take */
export function checkPointCost(point: Point, most: number): void {
  const cost = pointCost(point);
  if (cost > most)
    throw new InvalidInput(
      "",
      `must have different requests × pool members × pruned pools of at most ${most} to be answered at once`,
      cost,
    );
}
