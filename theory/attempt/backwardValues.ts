import type { TruncatedNormal } from "../../numerics/truncatedNormal.ts";
import { type PiecewiseFunction, piecewiseFunction } from "../law/piecewiseFunction.ts";
import { type AttemptRules, plannedSteps } from "./attempt.ts";
import { backwardGround } from "./backward.ts";
import type { GuidedPool } from "./guidedPool.ts";
import { resolved } from "./panels.ts";
import { addStep, type Transfer } from "./transfer.ts";

/** What the end of an attempt is worth, as means over one step of a member from remaining distance d. */
export interface Ending {
  /** Over the last step, wherever it leads. */ readonly last: StepMean;
  /** Over the steps that leave the distances from which an attempt goes on while more steps are left; terms that are added. */
  readonly before: readonly Leaving[];
}
type StepMean = (member: TruncatedNormal, distance: number) => number;
interface Leaving {
  readonly mean: StepMean;
  /** Factor by the number of steps still left, 1 unless given: under `stage-end` those are taken too. */
  readonly times?: (left: number) => number;
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
  const meanOf = (into: StepMean) =>
    grid.nodes.map((distance) => {
      weightsAt(distance, weights);
      return pool.members.reduce((sum, member, i) => sum + (weights[i] > 0 ? weights[i] * into(member, distance) : 0), 0);
    });
  return {
    top,
    expected({ before, last }) {
      const terms = before.map(({ mean, times }) => ({ mean: meanOf(mean), times }));
      const leaving = (left: number) => {
        const sum = new Float64Array(grid.nodes.length);
        for (const { mean, times } of terms) for (let t = 0; t < sum.length; t++) sum[t] += mean[t] * (times?.(left) ?? 1);
        return sum;
      };
      const levels = carriedBack(step, leaving, meanOf(last), longest);
      if (everyStep) return piecewiseFunction(grid, levels[levels.length - 1]);
      const functions = levels.map((values) => piecewiseFunction(grid, values));
      return { at: (request) => functions[Math.min(functions.length, plannedSteps(pool, rules, request)) - 1].at(request) };
    },
  };
}

/** V_1, V_2, …, V_k at the nodes; ends early once two steps in a row change nothing. */
function carriedBack(step: Transfer, leaving: (left: number) => Float64Array, last: Float64Array, steps: number): Float64Array[] {
  const levels = [last];
  for (let same = 0; levels.length < steps && same < 2; ) {
    const next = leaving(levels.length);
    const value = levels[levels.length - 1];
    addStep(step, value, next);
    same = next.every((v, i) => v === value[i]) ? same + 1 : 0;
    levels.push(next);
  }
  return levels;
}
