import type { TruncatedNormal } from "../../numerics/truncatedNormal.ts";
import { type PiecewiseFunction, piecewiseFunction } from "../law/piecewiseFunction.ts";
import { type AttemptRules, plannedSteps } from "./attempt.ts";
import { backwardGround } from "./backward.ts";
import type { GuidedPool } from "./guidedPool.ts";
import { resolved } from "./panels.ts";
import { addStep, type Transfer } from "./transfer.ts";

/** What the end of an attempt is worth, as the mean over one step of a member from remaining distance d. */
export interface Ending {
  /** Over the steps that end it while more are left. */ stepInto(member: TruncatedNormal, distance: number): number;
  /** Over the last step, which ends it wherever it leads. */ lastInto(member: TruncatedNormal, distance: number): number;
}

/** Expected worth of an attempt's end, for attempts at every request at once. */
export interface BackwardValues {
  /** E[worth] as a function of the request ℓ in (ε, top]. */ expected(ending: Ending): PiecewiseFunction;
  /** The largest request answered; an attempt at a larger one runs out of steps for certain. */ readonly top: number;
}

/**
 * Attempts at all requests at once, by backward recursion: with k steps left at remaining distance d,
 * V_k(d) = Σ_i w_i(d) [E_i(worth; this step ends it) + ∫ f_i(a) V_{k−1}(d − a) da], over the d − a from which it goes on. An
 * attempt at request ℓ has V_k(ℓ), k the step budget, or the planned number of steps under `stage-end`. It shares the grid and the
 * step operator with the forward solution (`attempt.ts`), not its direction: that carries densities of positions for one request.
 *
 * Accuracy: against itself at 40 nodes a panel 2e-12 on canonical agents, guided ones included (measured); against the forward
 * solution within that one's stated error. Errors are absolute: an accept rate of 1e-13 has few digits here.
 *
 * @param most   largest request, units of work, above the tolerance
 * @param order  Gauss nodes per panel
 * @param weightsAt  the weights of the next step by remaining distance; those of the pool unless given
 * @throws Unresolved when the grid needs more memory than the solver allows itself
 * @see docs/theory/optimal-harness.md, backward recursion
 */
export function backwardValues(
  pool: GuidedPool,
  rules: AttemptRules,
  most: number,
  order: number,
  weightsAt: GuidedPool["weightsAt"] = pool.weightsAt,
): BackwardValues {
  const { stepBudget, verification } = rules;
  const { grid, top, step } = resolved((layers) => {
    const ground = backwardGround(pool, rules, most, order, layers);
    return { ...ground, step: ground.stepBack(weightsAt) };
  });
  const everyStep = verification === "every-step";
  const longest = everyStep ? stepBudget : plannedSteps(pool, rules, most);
  const weights = new Float64Array(pool.members.length);
  const meanOf = (into: Ending["stepInto"]) =>
    grid.nodes.map((distance) => {
      weightsAt(distance, weights);
      return pool.members.reduce((sum, member, i) => sum + (weights[i] > 0 ? weights[i] * into(member, distance) : 0), 0);
    });
  return {
    top,
    expected({ stepInto, lastInto }) {
      const levels = carriedBack(step, meanOf(stepInto), meanOf(lastInto), longest);
      if (everyStep) return piecewiseFunction(grid, levels[levels.length - 1]);
      const functions = levels.map((values) => piecewiseFunction(grid, values));
      return { at: (request) => functions[Math.min(functions.length, plannedSteps(pool, rules, request)) - 1].at(request) };
    },
  };
}

/** V_1, V_2, …, V_k at the nodes; ends early once a step changes nothing. */
function carriedBack(step: Transfer, ends: Float64Array, last: Float64Array, steps: number): Float64Array[] {
  const levels = [last];
  while (levels.length < steps) {
    const next = ends.slice();
    const value = levels[levels.length - 1];
    addStep(step, value, next);
    if (next.every((v, i) => v === value[i])) break;
    levels.push(next);
  }
  return levels;
}
