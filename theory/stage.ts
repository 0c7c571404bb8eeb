import type { Point } from "../model/point.ts";
import { type AttemptLaw, type AttemptRules, attemptLaw, type Density } from "./attempt/attempt.ts";
import type { GuidedPool } from "./attempt/guidedPool.ts";
import { gridOf, integralOf } from "./grid.ts";
import { type PiecewiseLaw, piecewiseLaw } from "./law/piecewise.ts";
import { retryLaw } from "./retryLaw.ts";

/** Gauss nodes per panel of the answer. */
export const ORDER = 14;

/** A stage under its retry budget: rates, and where it leaves the run. */
export interface Stage {
  readonly request: number;
  /** One attempt: accepted, or rejected for one of two reasons. The three sum to 1. */
  readonly acceptRate: number;
  readonly overshootRate: number;
  readonly exhaustionRate: number;
  /** P(some attempt within the budget is accepted). */ readonly passRate: number;
  /** P(every attempt rejected), kept apart so that it has its own digits. */ readonly failRate: number;
  readonly meanAttempts: number;
  readonly meanSteps: number;
  /** Law of the progress of a passed stage, mass 1; undefined when it cannot pass. */ readonly passed: PiecewiseLaw | undefined;
  /** Law of the progress of an unrecovered stage, mass `failRate`. */ readonly unrecovered: PiecewiseLaw;
  /** Law of the stage's progress in all, mass 1. */ readonly all: PiecewiseLaw;
  /** |1 − sum of the three rates| before they were normalised: a measure of the quadrature's error. */ readonly defect: number;
}

/** The harness's part in a stage. */
type StageRules = AttemptRules & Pick<Point, "retryBudget">;

/**
 * Up to R independent attempts at one request: 1 − (1 − p)^R, and the laws that follow.
 * Retries buy pass rate only: an accepted attempt has the same law at every R.
 *
 * @param order  Gauss nodes per panel
 * @see docs/model.md §3, product form and exact solution
 */
export function solveStage(pool: GuidedPool, rules: StageRules, request: number, order = ORDER): Stage {
  return stageOf(attemptLaw(pool, rules, request, order), rules.retryBudget, request);
}

/** The stage that a retry budget makes of one attempt's law. The budget does not enter the attempt, so several may share one. */
export function stageOf(law: AttemptLaw, retryBudget: number, request: number): Stage {
  const [accepted, overshoot, exhausted] = [law.accepted, law.overshoot, law.exhausted].map(rateOf);
  const total = accepted + overshoot + exhausted;
  const acceptRate = accepted / total;
  const rejectRate = (overshoot + exhausted) / total;
  const { passRate, failRate, meanAttempts } = retryLaw(acceptRate, rejectRate, retryBudget);
  const rejectedBefore = retryBudget === 1 ? 1 : retryLaw(acceptRate, rejectRate, retryBudget - 1).failRate;
  return {
    request,
    acceptRate,
    overshootRate: overshoot / total,
    exhaustionRate: exhausted / total,
    passRate,
    failRate,
    meanAttempts,
    meanSteps: meanAttempts * law.meanSteps, // Wald: the number of attempts is a stopping time
    passed: accepted > 0 ? lawOf([law.accepted], [1 / accepted]) : undefined,
    unrecovered: lawOf([law.exhausted, law.overshoot], [rejectedBefore / total, rejectedBefore / total]),
    all: lawOf([law.exhausted, law.accepted, law.overshoot], [rejectedBefore / total, meanAttempts / total, rejectedBefore / total]),
    defect: Math.abs(1 - total),
  };
}

/** A rate is not negative; a quadrature's −1e-20 for an outcome all but impossible is. */
function rateOf(part: Density): number {
  return Math.max(0, integralOf(part.grid, part.values));
}

function lawOf(parts: readonly AttemptLaw["accepted"][], factors: readonly number[]): PiecewiseLaw {
  const order = parts[0].grid.rule.order;
  const panels = parts.flatMap(({ grid }) => Array.from(grid.from, (from, i) => [from, grid.to[i]] as const));
  const values = new Float64Array(panels.length * order);
  let at = 0;
  parts.forEach((part, i) => {
    for (const value of part.values) values[at++] = value * factors[i];
  });
  return piecewiseLaw(gridOf(panels, order), values);
}
