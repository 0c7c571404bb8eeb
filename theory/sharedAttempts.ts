import type { Point } from "../model/point.ts";
import { type AttemptLaw, attemptLaw } from "./attempt/attempt.ts";
import { guidedPool } from "./attempt/guidedPool.ts";
import { meanDeviation } from "./law/law.ts";
import { progressOf, type StageSolver, subsetRuns } from "./pointLaws.ts";
import { ORDER, stageOf } from "./stage.ts";

/** The two figures that most claims speak of. */
export interface HeadlineFigures {
  /** P(every stage accepted). */ readonly passRate: number;
  /** E|X − G|, units of work. */ readonly finalBias: number;
}

/**
 * A solver for many points that have attempts in common: the same two figures as `solve`, at its finer order alone, with every
 * attempt solved once.
 *
 * An attempt is fixed by the members that can be drawn with their weights, the guidance rule where it has a choice, tolerance, step budget,
 * verification mode and request. The goal, the retry budget, what follows a failure and what else was pruned do not enter it: sweeps over retries,
 * extents and pruned pools share most of theirs.
 *
 * There is no error estimate: it costs the second order. On 400 points of the robustness design the figures of `solve` are met to
 * their stated error, and a finer order of 20 nodes to 1e-9.
 *
 * @returns a function that keeps all attempts it has solved: drop it between unrelated points
 * @throws InvalidInput, Unresolved, as `solve` does
 */
export function headlineSolver(): (point: Point) => HeadlineFigures {
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
    const runs = subsetRuns(point, ORDER, stages);
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
