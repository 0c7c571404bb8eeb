import { LENGTH, type Range, requireRange, TARGET, TASK_LENGTH } from "./range.ts";

/** Success against the length of a task where the failure rate rises or falls along the task. Lengths are in one unit, any unit. */
export interface WeibullCurve {
  readonly halfLife: number;
  /** β: below 1 the failure rate falls along the task, above 1 it rises. */ readonly shape: number;
  /** τ, the length that succeeds with probability 1/e. */ readonly scale: number;
  /** P(a task of this length succeeds), exp(−(L/τ)^β). */ success(length: number): number;
  /** 1 − success, with digits of its own. */ failRate(length: number): number;
  /** Failures per unit of length at a place along the task; undefined where it is infinite (at 0 if β < 1) or beyond double precision. */
  hazard(length: number): number | undefined;
  /** The longest task that succeeds at least this often, in (0, 1); undefined beyond double precision. */
  horizon(target: number): number | undefined;
}

const SHAPE: Range = { least: 0.01, most: 100 };

/**
 * Weibull's survival law, by its half-life: (L/τ)^β = log 2 · (L/T50)^β, so success is 1/2 at T50 whatever β, and β = 1 is
 * constant hazard. τ itself is not used: at β = 0.01 it is 1e16 half-lives. Relative error of the exponent below
 * (3 + β) ulp: a rounding of L/T50 is raised to the β as well.
 *
 * @param halfLife  in [1e-9, 1e9]
 * @param shape     β, in [0.01, 100]
 * @throws InvalidInput here, and in the methods for a length outside [0, 1e9] or a target outside (0, 1)
 * @see docs/theory/relatives.md (R.6), (R.7) and (R.8)
 */
export function weibull(halfLife: number, shape: number): WeibullCurve {
  requireRange("halfLife", halfLife, LENGTH);
  requireRange("shape", shape, SHAPE);
  const ratio = (length: number) => {
    requireRange("length", length, TASK_LENGTH);
    return length / halfLife;
  };
  const risk = (length: number) => Math.LN2 * ratio(length) ** shape;
  return {
    halfLife,
    shape,
    scale: halfLife * Math.LN2 ** (-1 / shape),
    success: (length) => Math.exp(-risk(length)),
    failRate: (length) => -Math.expm1(-risk(length)),
    hazard: (length) => finite(((Math.LN2 * shape) / halfLife) * ratio(length) ** (shape - 1)),
    horizon: (target) => {
      requireRange("target", target, TARGET);
      return finite(halfLife * (-Math.log(target) / Math.LN2) ** (1 / shape));
    },
  };
}

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
