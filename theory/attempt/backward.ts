import { type Grid, gridOf } from "../grid.ts";
import type { AttemptRules } from "./attempt.ts";
import type { GuidedPool } from "./guidedPool.ts";
import { bendsOf, panelsOf, requireVisibleWindow, roughPoints } from "./panels.ts";
import { type Transfer, transfer } from "./transfer.ts";

/** The remaining distances from which an attempt goes on, cut into panels: where its values are carried backwards. */
export interface BackwardGround {
  readonly grid: Grid;
  /** The largest distance on the grid: just above `most`, or M·max + ε, beyond which every attempt runs out of steps. */ readonly top: number;
  /** One step back: (T V)(d) = Σ_i w_i(d) ∫ f_i(a)·V(d − a) da over d − a on the grid. */
  stepBack(weightsAt: GuidedPool["weightsAt"]): Transfer;
}

/**
 * The ground of a backward recursion over the remaining distance d = ℓ − S. Since guidance, window and step law look at d alone,
 * one recursion serves the attempts at every request: the value at d with k steps left is that of an attempt at request d.
 *
 * Under `every-step` an attempt goes on from d > ε only; under `stage-end` also inside the window, and from below −ε it can only
 * overshoot. Values jump at d = ±ε, so they are rough at ±ε plus sums of step ends, and where the weights bend or switch.
 *
 * @param most  largest distance asked for, units of work, above the tolerance
 * @param layers  see `resolved`
 * @throws Unresolved when the grid needs more memory than the solver allows itself
 */
export function backwardGround(
  pool: GuidedPool,
  { tolerance, stepBudget, verification }: AttemptRules,
  most: number,
  order: number,
  layers: number,
): BackwardGround {
  const supports = pool.members.map((member) => member.support);
  // A hair beyond `most`, which may itself be rough: panels end at the last rough point within 1e-11 of their end.
  const top = Math.min(most * (1 + 1e-10), stepBudget * Math.max(...supports.map(([, max]) => max)) + tolerance);
  const least = verification === "every-step" ? tolerance : -tolerance;
  const jumps = tolerance > 0 ? [-tolerance, tolerance] : [0];
  const atLeast = 1e-11 * top;
  requireVisibleWindow(tolerance, atLeast);
  const panels = panelsOf(pool, {
    reachable: [[least, top]],
    range: [least, top],
    breaks: [...jumps, ...roughPoints(pool, jumps, bendsOf(pool), top)],
    starts: jumps.flatMap((jump) => [jump, ...supports.flat().map((end) => jump + end)]),
    switches: pool.switches,
    atLeast,
    layers,
  });
  const grid = gridOf(panels, order);
  const stepBack = (weightsAt: GuidedPool["weightsAt"]) => transfer(pool, { of: "target", at: weightsAt }, grid, grid.nodes);
  return { grid, top, stepBack };
}
