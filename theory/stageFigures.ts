import type { StageFigureName } from "../model/result.ts";
import type { SubsetRun } from "./pointLaws.ts";

export type StageFigures = Readonly<Record<StageFigureName, number>>;

/**
 * Figures of the t-th stage given that it is begun. Over several subsets they are ratios of expected counts, the same pooling
 * as that of simulated runs; a stage that nobody begins is described as for runs set down at it.
 */
export function stageFigures(runs: readonly SubsetRun[], t: number): StageFigures {
  if (runs.length === 1) return runs[0].stages[t];
  const begunAnywhere = runs.some((run) => run.reach[t] > 0);
  const begun = runs.map((run) => (begunAnywhere ? run.reach[t] : 1));
  const sum = (of: (stage: StageFigures) => number) => runs.reduce((total, run, i) => total + begun[i] * of(run.stages[t]), 0);
  const perAttempt = (of: (stage: StageFigures) => number) =>
    sum((stage) => of(stage) * stage.meanAttempts) / sum((stage) => stage.meanAttempts);
  const perRun = (of: (stage: StageFigures) => number) => sum(of) / sum(() => 1);
  return {
    acceptRate: perAttempt((stage) => stage.acceptRate),
    overshootRate: perAttempt((stage) => stage.overshootRate),
    exhaustionRate: perAttempt((stage) => stage.exhaustionRate),
    passRate: perRun((stage) => stage.passRate),
    meanAttempts: perRun((stage) => stage.meanAttempts),
    meanSteps: perRun((stage) => stage.meanSteps),
  };
}
