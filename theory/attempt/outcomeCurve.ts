import type { TruncatedNormal } from "../../numerics/truncatedNormal.ts";
import { type PiecewiseFunction, piecewiseFunction } from "../law/piecewiseFunction.ts";
import { type AttemptRules, plannedSteps } from "./attempt.ts";
import { backwardGround } from "./backward.ts";
import type { GuidedPool } from "./guidedPool.ts";
import { resolved } from "./panels.ts";
import { addStep, type Transfer } from "./transfer.ts";

/** One attempt at every request ℓ in (ε, most]: its outcome as functions of ℓ. Rates are probabilities. */
export interface OutcomeCurve {
  /** P(accepted). */ readonly accepted: PiecewiseFunction;
  /** P(overshoot). */ readonly overshoot: PiecewiseFunction;
  /** P(exhaustion). */ readonly exhausted: PiecewiseFunction;
  /** E[low-level steps], in [1, M]. */ readonly steps: PiecewiseFunction;
  /** The largest request answered; beyond it, up to `most`, every attempt runs out of steps. */ readonly top: number;
}

/** What ends an attempt, or a planned number of steps, and how that counts. */
interface Ending {
  /** P(one step of a member from distance d ends the attempt so), while more steps are left. */
  stepInto(member: TruncatedNormal, distance: number): number;
  /** The same for the last step. */
  lastInto(member: TruncatedNormal, distance: number): number;
}

/**
 * Attempts at all requests at once, by backward recursion: with k steps left at remaining distance d,
 * V_k(d) = Σ_i w_i(d) [P_i(this step ends it as asked) + ∫ f_i(a) V_{k−1}(d − a) da], over the d − a from which it goes on. An
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
export function outcomeCurve(
  pool: GuidedPool,
  rules: AttemptRules,
  most: number,
  order: number,
  weightsAt: GuidedPool["weightsAt"] = pool.weightsAt,
): OutcomeCurve {
  const { tolerance, stepBudget, verification } = rules;
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
  const curve = ({ stepInto, lastInto }: Ending): PiecewiseFunction => {
    const levels = carriedBack(step, meanOf(stepInto), meanOf(lastInto), longest);
    if (everyStep) return piecewiseFunction(grid, levels[levels.length - 1]);
    const functions = levels.map((values) => piecewiseFunction(grid, values));
    return { at: (request) => functions[Math.min(functions.length, plannedSteps(pool, rules, request)) - 1].at(request) };
  };
  const window = (member: TruncatedNormal, d: number) => massBetween(member, d - tolerance, d + tolerance);
  const short = (member: TruncatedNormal, d: number) => member.cdf(d - tolerance);
  const past = (member: TruncatedNormal, d: number) => member.survival(d + tolerance);
  const [none, one] = [() => 0, () => 1];
  return {
    accepted: curve({ stepInto: everyStep ? window : none, lastInto: window }),
    overshoot: curve({ stepInto: past, lastInto: past }),
    exhausted: curve({ stepInto: none, lastInto: short }),
    steps: everyStep ? curve({ stepInto: one, lastInto: one }) : { at: (request) => plannedSteps(pool, rules, request) },
    top,
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

/** P(from < step ≤ to), from whichever tail keeps the digits. */
function massBetween(member: TruncatedNormal, from: number, to: number): number {
  return from > member.mean ? member.survival(from) - member.survival(to) : member.cdf(to) - member.cdf(from);
}
