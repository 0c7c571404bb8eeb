import type { Point } from "../model/point.ts";
import { type AttemptLaw, attemptLaw } from "./attempt/attempt.ts";
import { guidedPool } from "./attempt/guidedPool.ts";
import { meanDeviation } from "./law/law.ts";
import { progressOf, type StageSolver, subsetRuns } from "./pointLaws.ts";
import { stageOf } from "./stage.ts";

/** The two figures that most claims speak of. */
export interface HeadlineFigures {
  /** P(every stage accepted). */ readonly passRate: number;
  /** E|X − G|, units of work. */ readonly finalBias: number;
}

/**
 * Nodes per panel for pass rate and final bias to 1e-7: on 543 points drawn from the robustness design (seed "accuracy") order 10 is within
 * 5e-8 (pass rate) and 1e-8·G (final bias) of order 20, at two thirds of the time that the 14 of `solve` take.
 */
const HEADLINE_ORDER = 10;

/**
 * A solver for many points that have attempts in common: two figures of `solve`, at one order of quadrature, with every attempt
 * solved once.
 *
 * An attempt is fixed by the members that can be drawn with their weights, the guidance rule where it has a choice, tolerance, step budget,
 * verification mode and request. The goal, the retry budget, what follows a failure and what else was pruned do not enter it: sweeps
 * over retries, extents and pruned pools share most of theirs. There is no error estimate: it costs the second order.
 *
 * @param order  Gauss nodes per panel
 * @returns a function that keeps all attempts it has solved: drop it between unrelated points
 * @throws InvalidInput, Unresolved, as `solve` does
 */
export function headlineSolver(order = HEADLINE_ORDER): (point: Point) => HeadlineFigures {
  const attempts = new Map<string, Map<number, AttemptLaw>>();
  const stages: StageSolver = (point, kept, order) => {
    const pool = guidedPool(point, kept);
    const key = attemptKey(point, kept, order);
    const known = attempts.get(key) ?? new Map<number, AttemptLaw>();
    attempts.set(key, known);
    return (request) => {
      const law = known.get(request) ?? attemptLaw(pool, point, request, order);
      known.set(request, law);
      return stageOf(law, point.retryBudget, request);
    };
  };
  return (point) => {
    const runs = subsetRuns(point, order, stages);
    return {
      passRate: runs.reduce((sum, run) => sum + run.passRate, 0) / runs.length,
      finalBias: meanDeviation(progressOf(point, runs), point.goal),
    };
  };
}

/** Equal for two subsets whose attempts have the same law at every request. */
function attemptKey({ pool, weights, guidance, tolerance, stepBudget, verification }: Point, kept: readonly number[], order: number) {
  const drawn = kept.filter((i) => weights[i] > 0);
  const total = drawn.reduce((sum, i) => sum + weights[i], 0);
  const members = drawn.map((i) => [pool[i], weights[i] / total]);
  return JSON.stringify([members, drawn.length > 1 ? guidance : "no choice", tolerance, stepBudget, verification, order]);
}
