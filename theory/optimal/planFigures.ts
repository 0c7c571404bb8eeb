import type { Point } from "../../model/point.ts";
import { meanDeviation } from "../law/law.ts";
import { progressOf, subsetRuns } from "../pointLaws.ts";
import { ORDER } from "../stage.ts";

/** A fixed plan and the three figures that harnesses trade against each other. */
export interface PlanFigures {
  /** ℓ_1..ℓ_n, units of work. */ readonly requests: readonly number[];
  readonly passRate: number;
  /** E|X − G|, units of work. */ readonly finalBias: number;
  /** Expected low-level steps of a run. */ readonly meanSteps: number;
}

/** The figures of explicit requests, at the finer order of `solve` alone: no error estimate. */
export function planFigures(point: Point, requests: readonly number[]): PlanFigures {
  const asked: Point = { ...point, stages: { kind: "explicit", requests: [...requests] } };
  const runs = subsetRuns(asked, ORDER);
  const mean = (of: (run: (typeof runs)[number]) => number) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  return {
    requests,
    passRate: mean((run) => run.passRate),
    finalBias: meanDeviation(progressOf(asked, runs), point.goal),
    meanSteps: mean((run) => run.meanSteps),
  };
}

/** Whether `a` is at least as good in all three figures and better in one. */
export function dominates(a: PlanFigures, b: PlanFigures): boolean {
  const noWorse = a.passRate >= b.passRate && a.finalBias <= b.finalBias && a.meanSteps <= b.meanSteps;
  return noWorse && (a.passRate > b.passRate || a.finalBias < b.finalBias || a.meanSteps < b.meanSteps);
}
