import { LENGTH, requireRange, TARGET, TASK_LENGTH } from "./range.ts";

/** Success against the length of a task for an agent that fails at a constant rate. Lengths are in one unit, any unit. */
export interface ConstantHazard {
  /** T50, the length at which half of the attempts succeed. */ readonly halfLife: number;
  /** Failures per unit of length, log 2 / T50. */ readonly hazard: number;
  /** P(a task of this length succeeds), 2^(−L/T50). Below 5e-324 it is 0. */ success(length: number): number;
  /** 1 − success, with digits of its own. */ failRate(length: number): number;
  /** The longest task that succeeds at least this often, in (0, 1). */ horizon(target: number): number;
}

/**
 * The half-life law. It follows from one assumption: what is still to do succeeds as often as a task of that length begun afresh.
 * Relative error of success below 2 ulp and one for each halving: that of L/T50.
 *
 * @param halfLife  in [1e-9, 1e9]
 * @throws InvalidInput here for a half-life, and in its methods for a length outside [0, 1e9] or a target outside (0, 1)
 * @see docs/theory/relatives.md (R.2), (R.3) and (R.5)
 */
export function constantHazard(halfLife: number): ConstantHazard {
  requireRange("halfLife", halfLife, LENGTH);
  const halvings = (length: number) => {
    requireRange("length", length, TASK_LENGTH);
    return length / halfLife;
  };
  return {
    halfLife,
    hazard: Math.LN2 / halfLife,
    success: (length) => 2 ** -halvings(length),
    failRate: (length) => -Math.expm1(-Math.LN2 * halvings(length)),
    horizon: (target) => {
      requireRange("target", target, TARGET);
      return (halfLife * -Math.log(target)) / Math.LN2;
    },
  };
}

/**
 * How many equal steps an agent gets through, all of them, half of the time: −log 2 / log q.
 *
 * @param stepFailRate  1 − q, chance that one step fails, in (0, 1): asked for instead of q because a good agent's digits are here
 * @returns steps, not rounded to a whole number
 * @throws InvalidInput outside (0, 1)
 * @see docs/theory/relatives.md (R.4)
 */
export function halfLifeInSteps(stepFailRate: number): number {
  requireRange("stepFailRate", stepFailRate, TARGET);
  return Math.LN2 / -Math.log1p(-stepFailRate);
}
