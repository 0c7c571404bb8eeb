import type { Point } from "../model/point.ts";
import { requestsOf } from "../model/requests.ts";
import { QUANTILE_LEVELS, type Solution, STAGE_FIGURES, type StageFigureName, type StageSolution } from "../model/result.ts";
import { rootBetween } from "../numerics/root.ts";
import { type Law, meanDeviation } from "./law/law.ts";
import { lawError } from "./lawError.ts";
import { passedProgressOf, progressOf, type SubsetRun, subsetRuns } from "./pointLaws.ts";
import { ORDER } from "./stage.ts";
import { stageFigures } from "./stageFigures.ts";

/** Gauss nodes per panel of the coarser stage laws that the answer is held against. */
const COARSE_ORDER = 9;
/** Rounding that no difference of two orders shows, relative to the figure's scale. */
const ROUNDING = 2e-15;

/**
 * The exact solution of a point, without sampling: every figure with its estimated absolute error.
 *
 * The stages are solved at two quadrature orders. The error of a rate is their difference, that of a bias the distance of the
 * two stage laws, summed (`lawError`), and what a truncated series left out. These are estimates: as a rule far too large, since
 * the coarse answer carries nearly all of the difference, but no bound where a kink lies inside a panel. Against the reference
 * points and 210 searched ones of an independent lattice solver the headline figures are within 1e-6 or that solver's own error,
 * save the bias of passed runs where hardly any pass: there it was off by up to 4e-5, and its stated error said more.
 *
 * @param point  a checked point
 * @returns figures in units of work or as probabilities; what does not exist is left out and named in `absent`
 * @throws InvalidInput when pruning leaves too many subsets
 * @throws Unresolved when a step law is too narrow for the solver's memory
 * @see docs/model.md §3, exact solution
 */
export function solve(point: Point): Solution {
  const fine = subsetRuns(point, ORDER);
  const coarse = subsetRuns(point, COARSE_ORDER);
  const progress = progressOf(point, fine);
  const passed = passedProgressOf(point, fine);
  const off = lawError(point, fine, coarse);
  const mean = (runs: readonly SubsetRun[], of: (run: SubsetRun) => number) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  const figure = (of: (run: SubsetRun) => number) => {
    const value = mean(fine, of);
    return { value, error: apart(value, mean(coarse, of)) };
  };
  const passRate = figure((run) => run.passRate);
  const failRate = figure((run) => run.failRate);
  const meanProgress = figure((run) => run.meanProgress);
  const meanAttempts = figure((run) => run.meanAttempts);
  const meanSteps = figure((run) => run.meanSteps);
  const rounding = ROUNDING * Math.max(point.goal, Math.abs(meanProgress.value));
  const { quantiles, errors } = quantilesOf(progress, off.progress.kolmogorov);

  return {
    passRate: passRate.value,
    failRate: failRate.value,
    finalBias: meanDeviation(progress, point.goal),
    ...(passed ? { finalBiasPassed: meanDeviation(passed, point.goal) } : {}),
    signedBias: meanProgress.value - point.goal,
    meanAttempts: meanAttempts.value,
    meanSteps: meanSteps.value,
    error: {
      passRate: passRate.error + mean(fine, (run) => run.defect) * passRate.value,
      failRate: failRate.error + mean(fine, (run) => run.defect) * failRate.value,
      finalBias: off.progress.wasserstein + 2 * progress.tail + rounding,
      ...(passed ? { finalBiasPassed: off.passed.wasserstein + 2 * passed.tail + rounding } : {}),
      signedBias: meanProgress.error + rounding,
      meanAttempts: meanAttempts.error,
      meanSteps: meanSteps.error,
      quantiles: errors,
    },
    stages: stagesOf(point, fine, coarse),
    quantiles,
    ...(passed ? {} : { absent: { finalBiasPassed: "no run can pass: a stage has accept rate 0" } }),
  };
}

/** The law of the final progress: P(X ≤ y) at any y, units of work. */
export function progressLaw(point: Point): Law {
  return progressOf(point, subsetRuns(point, ORDER));
}

/** How far two orders are apart, and the rounding of a figure of that size. */
function apart(fine: number, coarse: number): number {
  return Math.abs(fine - coarse) + ROUNDING * Math.abs(fine);
}

function stagesOf(point: Point, fine: readonly SubsetRun[], coarse: readonly SubsetRun[]): StageSolution[] {
  return requestsOf(point.stages, point.goal).map((request, t) => {
    const [stage, other] = [stageFigures(fine, t), stageFigures(coarse, t)];
    const each = (value: (figure: StageFigureName) => number) =>
      Object.fromEntries(STAGE_FIGURES.map((figure) => [figure, value(figure)])) as Record<StageFigureName, number>;
    return { request, ...each((name) => stage[name]), error: each((name) => apart(stage[name], other[name])) };
  });
}

/** Share of the support to which a quantile is found. */
const QUANTILE_GRAIN = 1e-10;

/** Quantiles of X; the error of each is what an error of the cdf moves it by, at the slope found there. */
function quantilesOf(law: Law, cdfError: number) {
  const [low, high] = law.support;
  const width = high - low;
  const precision = QUANTILE_GRAIN * width;
  const reach = 1e-6 * width;
  const quantiles: Record<string, number> = {};
  const errors: Record<string, number> = {};
  let [from, step] = [low, width / 2];
  for (const level of QUANTILE_LEVELS) {
    const excess = (y: number) => law.cdf(y) - level * law.mass;
    // Levels ascend, so each quantile is sought upwards from the last one, in growing strides.
    let to = Math.min(high, from + step);
    for (let stride = step; to < high && excess(to) < 0; ) {
      stride *= 3;
      [from, to] = [to, Math.min(high, to + stride)];
    }
    const x = rootBetween(excess, from, to, precision);
    const slope = (law.cdf(x + reach) - law.cdf(x)) / reach;
    const miss = cdfError + law.tailCdf + ROUNDING;
    quantiles[level] = x;
    errors[level] = slope > 0 ? Math.min(width, precision + miss / slope) : width;
    [from, step] = [x, slope > 0 ? Math.min(width, Math.max(precision, 0.1 / slope)) : width];
  }
  return { quantiles, errors };
}
