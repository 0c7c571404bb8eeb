import type { TruncatedNormal } from "../../numerics/truncatedNormal.ts";
import { type PiecewiseFunction, piecewiseFunction } from "../law/piecewiseFunction.ts";
import { type AttemptRules, plannedSteps } from "./attempt.ts";
import { backwardGround } from "./backward.ts";
import type { GuidedPool } from "./guidedPool.ts";
import { resolved } from "./panels.ts";
import { addSteps, type Transfer } from "./transfer.ts";

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
  /** E[worth] as a function of the request ℓ in (ε, top], for several worths at the cost of little more than one. */
  expected<const E extends readonly Ending[]>(endings: E): { readonly [I in keyof E]: PiecewiseFunction };
  /** The largest request answered; an attempt at a larger one runs out of steps for certain. */ readonly top: number;
}

/**
 * Attempts at all requests at once, by backward recursion: with k steps left at remaining distance d,
 * V_k(d) = Σ_i w_i(d) [E_i(worth; this step ends it) + ∫ f_i(a) V_{k−1}(d − a) da], over the d − a from which it goes on. An
 * attempt at request ℓ has V_k(ℓ), k the step budget, or the planned number of steps under `stage-end`. It shares the grid and the
 * step operator with the forward solution (`attempt.ts`), not its direction: that carries densities of positions for one request.
 *
 * Accuracy at 14 nodes a panel: 2e-12 on canonical agents, guided ones included, and up to 4e-8 on searched pools (measured); against the forward
 * solution within that one's stated error. Errors are absolute: an accept rate of 1e-13 has few digits here.
 *
 * @param most   largest request, units of work, above the tolerance
 * @param order  Gauss nodes per panel
 * @param weightsAt  the weights of the next step by remaining distance; those of the pool unless given
 * @throws Unresolved when the grid needs more memory than the solver allows itself
 * @see docs/theory/optimal-harness.md (O.4)
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
    expected(endings) {
      const leavings = endings.map(({ before }) => leavingOf(before.map(({ mean, times }) => ({ mean: meanOf(mean), times }))));
      const levels = carriedBack(
        step,
        leavings,
        endings.map(({ last }) => meanOf(last)),
        longest,
      );
      const functions = endings.map((_, i): PiecewiseFunction => {
        if (everyStep) return piecewiseFunction(grid, levels[levels.length - 1][i]);
        const ofSteps = levels.map((values) => piecewiseFunction(grid, values[i]));
        return { at: (request) => ofSteps[Math.min(ofSteps.length, plannedSteps(pool, rules, request)) - 1].at(request) };
      });
      return functions as unknown as { readonly [I in keyof typeof endings]: PiecewiseFunction };
    },
  };
}

/** What leaves with a number of steps left: Σ terms · times(left). */
function leavingOf(terms: readonly { readonly mean: Float64Array; readonly times: Leaving["times"] }[]) {
  return (left: number, out: Float64Array) => {
    out.fill(0);
    for (const { mean, times } of terms) {
      const factor = times?.(left) ?? 1;
      for (let t = 0; t < out.length; t++) out[t] += mean[t] * factor;
    }
  };
}

/** V_1, V_2, …, V_k at the nodes, each for every ending; ends early once two steps in a row change nothing. */
function carriedBack(
  step: Transfer,
  leavings: readonly ((left: number, out: Float64Array) => void)[],
  last: readonly Float64Array[],
  steps: number,
): (readonly Float64Array[])[] {
  const levels = [last];
  for (let same = 0; levels.length < steps && same < 2; ) {
    const values = levels[levels.length - 1];
    const next = values.map((value, i) => {
      const out = new Float64Array(value.length);
      leavings[i](levels.length, out);
      return out;
    });
    addSteps(step, values, next);
    same = next.every((out, i) => out.every((v, t) => v === values[i][t])) ? same + 1 : 0;
    levels.push(next);
  }
  return levels;
}
