import type { Point } from "../model/point.ts";
import type { StageFigureName } from "../model/result.ts";
import { type SubsetRun, subsetRuns } from "./pointLaws.ts";
import { ORDER } from "./stage.ts";
import { stageFigures } from "./stageFigures.ts";

/** What becomes of all runs at one stage. The shares of runs from `atOnce` to `notBegun` sum to 1 within rounding. */
export interface StageShares extends Readonly<Record<StageFigureName, number>> {
  /** ℓ, units of work. */ readonly request: number;
  /** P(every attempt rejected | begun), with digits of its own. */ readonly failRate: number;
  /** Accepted at the first attempt. */ readonly atOnce: number;
  readonly afterRetries: number;
  /** Unrecovered, the last attempt rejected for overshoot. */ readonly lastOvershoot: number;
  /** Unrecovered, the last attempt rejected for exhaustion. */ readonly lastExhaustion: number;
  /** The run had stopped before: 0 where runs carry on. */ readonly notBegun: number;
}

/**
 * Every stage's share of runs by how they fare at it, beside its figures given that it is begun, as `solve` has them.
 *
 * Attempts at a stage are independent, so the last of a stage whose attempts all failed is one rejected attempt. Of a pruned pool, runs of
 * every subset are counted.
 *
 * @throws InvalidInput, Unresolved, as `solve` does
 */
export function stageShares(point: Point): StageShares[] {
  const runs = subsetRuns(point, ORDER);
  const over = (of: (run: SubsetRun) => number) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  return (runs[0]?.stages ?? []).map(({ request }, t) => {
    const reached = over((run) => run.reach[t]);
    const begun = (run: SubsetRun) => (reached > 0 ? run.reach[t] / reached : 1);
    const unrecovered = (run: SubsetRun, last: "overshootRate" | "exhaustionRate") => {
      const { failRate, overshootRate, exhaustionRate } = run.stages[t];
      return failRate === 0 ? 0 : (run.reach[t] * failRate * run.stages[t][last]) / (overshootRate + exhaustionRate);
    };
    const { acceptRate, overshootRate, exhaustionRate, passRate, meanAttempts, meanSteps } = stageFigures(runs, t);
    return {
      request,
      acceptRate,
      overshootRate,
      exhaustionRate,
      passRate,
      meanAttempts,
      meanSteps,
      failRate: over((run) => begun(run) * run.stages[t].failRate),
      atOnce: over((run) => run.reach[t] * run.stages[t].acceptRate),
      afterRetries: over((run) => run.reach[t] * Math.max(0, run.stages[t].passRate - run.stages[t].acceptRate)),
      lastOvershoot: over((run) => unrecovered(run, "overshootRate")),
      lastExhaustion: over((run) => unrecovered(run, "exhaustionRate")),
      notBegun: Math.max(0, 1 - reached),
    };
  });
}
