import type { Point } from "../model/point.ts";
import { requestsOf } from "../model/requests.ts";
import { guidedPool } from "./attempt/guidedPool.ts";
import { type Law, mixture } from "./law/law.ts";
import { abortedProgress, carriedProgress, passedProgress, type StageSequence } from "./progress.ts";
import { type Stage, solveStage } from "./stage.ts";
import { keptSubsets } from "./subsets.ts";

/** A series is carried until its tail is below this share of the goal. */
const TAIL_PER_GOAL = 2e-10;

/** One pool subset's stages, and the run they make. */
export interface SubsetRun extends StageSequence {
  /** Stages at their places, shape [K]. */ readonly stages: readonly Stage[];
  /** P(each stage is begun), shape [K]. */ readonly reach: readonly number[];
  readonly passRate: number;
  /** 1 − passRate with its own digits. */ readonly failRate: number;
  readonly meanAttempts: number;
  readonly meanSteps: number;
  /** E[X]. */ readonly meanProgress: number;
  /** What the stages' quadrature defects can do to the pass rate: dP/dp = R(1 − p)^(R − 1) is at most the mean attempts. */
  readonly defect: number;
}

/** The stages of one pool subset, by their request. */
export type StageSolver = (point: Point, kept: readonly number[], order: number) => (request: number) => Stage;

const solveEach: StageSolver = (point, kept, order) => {
  const pool = guidedPool(point, kept);
  return (request) => solveStage(pool, point, request, order);
};

/**
 * Solves the stages of a point for every pool subset that pruning may leave. One subset is drawn for the whole of a run.
 *
 * @param order     Gauss nodes per panel
 * @param stagesOf  how a stage is solved: each anew unless given
 */
export function subsetRuns(point: Point, order: number, stagesOf = solveEach): SubsetRun[] {
  const requests = requestsOf(point.stages, point.goal);
  const distinctRequests = [...new Set(requests)];
  const placeOf = new Map(distinctRequests.map((request, i) => [request, i]));
  const places = requests.map((request) => placeOf.get(request) as number);
  return keptSubsets(point.pool.length, point.prune).map((kept) => {
    const stageOf = stagesOf(point, kept, order);
    const distinct = distinctRequests.map((request) => stageOf(request));
    return runOf(point, { distinct, order: places });
  });
}

function runOf(point: Point, sequence: StageSequence): SubsetRun {
  const stages = sequence.order.map((i) => sequence.distinct[i]);
  const aborts = point.onUnrecovered === "abort";
  const reach: number[] = [];
  let passRate = 1;
  for (const stage of stages) {
    reach.push(aborts ? passRate : 1);
    passRate *= stage.passRate;
  }
  const perRun = (of: (stage: Stage) => number) => stages.reduce((sum, stage, t) => sum + reach[t] * of(stage), 0);
  return {
    ...sequence,
    stages,
    reach,
    passRate,
    failRate: -Math.expm1(stages.reduce((sum, stage) => sum + Math.log1p(-stage.failRate), 0)),
    meanAttempts: perRun((stage) => stage.meanAttempts),
    meanSteps: perRun((stage) => stage.meanSteps),
    meanProgress: perRun((stage) => stage.all.moment),
    defect: perRun((stage) => stage.defect * stage.meanAttempts),
  };
}

/** The law of the final progress X over all subsets. Mass 1. */
export function progressOf(point: Point, runs: readonly SubsetRun[]): Law {
  const target = TAIL_PER_GOAL * point.goal;
  const law = point.onUnrecovered === "abort" ? abortedProgress : carriedProgress;
  return mixtureOf(runs.map((run) => ({ weight: 1 / runs.length, law: law(run, target) })));
}

/**
 * The law of X given pass, mass 1; undefined when no run can pass.
 * Each subset counts by its pass rate, as E(· given pass) asks of runs that drew their subset first.
 */
export function passedProgressOf(point: Point, runs: readonly SubsetRun[]): Law | undefined {
  const target = TAIL_PER_GOAL * point.goal;
  if (runs.length === 1) return passedProgress(runs[0], target);
  const total = runs.reduce((sum, run) => sum + run.passRate, 0);
  const parts = runs.flatMap((run) => {
    const law = run.passRate > 0 ? passedProgress(run, target) : undefined;
    return law ? [{ weight: run.passRate / total, law }] : [];
  });
  return parts.length > 0 ? mixtureOf(parts) : undefined;
}

function mixtureOf(parts: readonly { readonly weight: number; readonly law: Law }[]): Law {
  return parts.length === 1 && parts[0].weight === 1 ? parts[0].law : mixture(parts);
}
