import type { TruncatedNormal } from "../../numerics/truncatedNormal.ts";
import { type PiecewiseFunction, piecewiseFunction } from "../law/piecewiseFunction.ts";
import type { AttemptRules } from "./attempt.ts";
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

/** What ends an attempt: a window of remaining distances, or running out of steps. */
interface Ending {
  /** P(one step of a member from distance d ends the attempt so). */ stepInto(member: TruncatedNormal, distance: number): number;
  /** Value of being still on the way when no step is left. */ readonly outOfSteps: number;
}

/**
 * Attempts at all requests at once, by backward recursion under `every-step`: with k steps left at remaining distance d,
 * V_k(d) = Σ_i w_i(d) [P_i(one step ends it as asked) + ∫ f_i(a) V_{k−1}(d − a) da over d − a > ε], and an attempt at request ℓ
 * has V_M(ℓ). It shares the grid and the step operator with the forward solution (`attempt.ts`), not its direction: that
 * carries densities of positions for one request.
 *
 * Accuracy: agrees with the forward solution to 1e-12 on canonical agents and to 1e-9 on searched pools (measured). Both
 * directions are absolute: an accept rate of 1e-13 has few digits here.
 *
 * @param most   largest request, units of work, above the tolerance
 * @param order  Gauss nodes per panel
 * @param weightsAt  the weights of the next step by remaining distance; those of the pool unless given
 * @throws Unresolved when the grid needs more memory than the solver allows itself
 * @see docs/theory/optimal-harness.md, backward recursion
 */
export function outcomeCurve(
  pool: GuidedPool,
  rules: Pick<AttemptRules, "tolerance" | "stepBudget">,
  most: number,
  order: number,
  weightsAt: GuidedPool["weightsAt"] = pool.weightsAt,
): OutcomeCurve {
  const { tolerance, stepBudget } = rules;
  const { grid, top, step } = resolved((layers) => {
    const ground = backwardGround(pool, rules, most, order, layers);
    return { ...ground, step: ground.stepBack(weightsAt) };
  });
  const weights = new Float64Array(pool.members.length);

  const curve = ({ stepInto, outOfSteps }: Ending): PiecewiseFunction => {
    const ends = grid.nodes.map((distance) => {
      weightsAt(distance, weights);
      return pool.members.reduce((sum, member, i) => sum + (weights[i] > 0 ? weights[i] * stepInto(member, distance) : 0), 0);
    });
    return piecewiseFunction(grid, carriedBack(step, ends, outOfSteps, stepBudget));
  };
  return {
    accepted: curve({ stepInto: (member, d) => massBetween(member, d - tolerance, d + tolerance), outOfSteps: 0 }),
    overshoot: curve({ stepInto: (member, d) => member.survival(d + tolerance), outOfSteps: 0 }),
    exhausted: curve({ stepInto: () => 0, outOfSteps: 1 }),
    steps: curve({ stepInto: () => 1, outOfSteps: 0 }),
    top,
  };
}

/** V_M at the nodes from V_0 ≡ `outOfSteps`; stops early once a step changes nothing. */
function carriedBack(step: Transfer, ends: Float64Array, outOfSteps: number, stepBudget: number): Float64Array {
  let value = new Float64Array(ends.length).fill(outOfSteps);
  for (let k = 1; k <= stepBudget; k++) {
    const next = ends.slice();
    addStep(step, value, next);
    const settled = next.every((v, i) => v === value[i]);
    value = next;
    if (settled) break;
  }
  return value;
}

/** P(from < step ≤ to), from whichever tail keeps the digits. */
function massBetween(member: TruncatedNormal, from: number, to: number): number {
  return from > member.mean ? member.survival(from) - member.survival(to) : member.cdf(to) - member.cdf(from);
}
