import { type Estimate, QUANTILE_LEVELS, type SimulationResult, type StageEstimate } from "../model/result.ts";
import { type ExactMoments, momentsOfExact } from "../numerics/exactMoments.ts";
import { meanInterval, wilsonInterval } from "../numerics/intervals.ts";
import { quantileRank, quantileRanks } from "../numerics/orderStatistics.ts";
import type { QuantileSketch } from "../numerics/quantileSketch.ts";
import type { StageTally, Tally } from "./tally.ts";

/** A proportion with Wilson's interval; undefined without trials. */
export function rate(successes: number, trials: number): Estimate | undefined {
  return trials === 0 ? undefined : { mean: successes / trials, ...wilsonInterval(successes, trials), count: trials };
}

/** A mean with its normal interval; undefined for fewer than 2 observations, which have no variance. */
function average(exact: ExactMoments, least?: number): Estimate | undefined {
  if (exact.count < 2) return undefined;
  const moments = momentsOfExact(exact);
  return { mean: moments.mean, ...meanInterval(moments, least), count: moments.count };
}

/** Collects figures, and the reasons of those that are missing. */
class Figures<Name extends string> {
  readonly present: Partial<Record<Name, Estimate>> = {};
  readonly absent: Record<string, string> = {};
  add(name: Name, estimate: Estimate | undefined, reason: string): void {
    if (estimate) this.present[name] = estimate;
    else this.absent[name] = reason;
  }
}

/**
 * The record of a simulation: every figure with its 95% interval, or the reason why it is missing.
 *
 * @param tally  of all runs, at least 2
 * @param goal   G, units of work
 */
export function report(tally: Tally, requests: readonly number[], goal: number, seed: string): SimulationResult {
  const one = "needs two runs: one has no variance";
  const headline = new Figures<"finalBiasPassed">();
  const few = tally.passed === 0 ? "no run passed" : "only one run passed, and one has no variance";
  headline.add("finalBiasPassed", average(tally.biasPassed, 0), few);
  const quantiles = quantilesOf(tally.sketch, goal);
  const absent = { ...headline.absent, ...quantiles.absent };
  return {
    passRate: required(rate(tally.passed, tally.runs), one),
    finalBias: required(average(tally.bias, 0), one),
    ...headline.present,
    signedBias: required(average(tally.deviation), one),
    meanAttempts: required(average(tally.attempts, 1), one),
    meanSteps: required(average(tally.steps, 1), one),
    stages: tally.stages.map((stage, t) => stageOf(stage, requests[t])),
    quantiles: quantiles.present,
    runs: tally.runs,
    seed,
    ...(Object.keys(absent).length > 0 && { absent }),
  };
}

function required(estimate: Estimate | undefined, reason: string): Estimate {
  if (!estimate) throw new RangeError(reason);
  return estimate;
}

function stageOf(stage: StageTally, request: number): StageEstimate {
  const attempts = stage.accepted + stage.overshoot + stage.exhaustion;
  const figures = new Figures<Exclude<keyof StageEstimate, "request" | "absent">>();
  const unreached = "no run reached this stage";
  const few = stage.begun === 0 ? unreached : "only one run reached this stage, and one has no variance";
  figures.add("acceptRate", rate(stage.accepted, attempts), unreached);
  figures.add("overshootRate", rate(stage.overshoot, attempts), unreached);
  figures.add("exhaustionRate", rate(stage.exhaustion, attempts), unreached);
  figures.add("passRate", rate(stage.accepted, stage.begun), unreached);
  figures.add("meanAttempts", average(stage.attempts, 1), few);
  figures.add("meanSteps", average(stage.steps, 1), few);
  return { request, ...figures.present, ...(Object.keys(figures.absent).length > 0 && { absent: figures.absent }) };
}

/**
 * Quantiles of X, from bins of X − G that are 2^-8 of their value wide: the estimate is the place of the sample quantile within
 * its bin, and the interval reaches to the outer ends of the bins of the ranks that enclose the true one.
 */
function quantilesOf(sketch: QuantileSketch, goal: number): { present: Record<string, Estimate>; absent: Record<string, string> } {
  const { count } = sketch;
  const present: Record<string, Estimate> = {};
  const absent: Record<string, string> = {};
  for (const level of QUANTILE_LEVELS) {
    const ends = quantileRanks(count, level);
    if (ends) {
      const [low, at, high] = sketch.locate([ends.low, quantileRank(count, level), ends.high]);
      present[level] = { mean: goal + at.at, low: goal + low.low, high: goal + high.high, count };
    } else absent[`quantiles.${level}`] = `${count} runs are too few for an interval of this quantile`;
  }
  return { present, absent };
}
