import type { Point } from "../../model/point.ts";
import type { Absent } from "../../model/result.ts";
import { guidedPool } from "../attempt/guidedPool.ts";
import { outcomeCurve } from "../attempt/outcomeCurve.ts";
import { ORDER } from "../stage.ts";

/** One attempt under the base law and under guidance, and the retention gap between them. */
export interface RetentionGap {
  /** P_0(accepted) and P_0(rejected). */ readonly base: Outcome;
  /** E_0[W; accepted] and E_0[W; rejected], which are the guided rates. */ readonly weighed: Outcome;
  /** Γ; left out where an outcome has probability 0 under either law. */ readonly gap?: number;
  readonly absent?: Absent;
}

/** How an attempt ends, or the weight that ends so. */
export interface Outcome {
  readonly accepted: number;
  readonly rejected: number;
}

/**
 * Theorem 2's retention gap Γ at every request up to `most`: the mean weight of accepted against rejected unguided attempts.
 * Both means are found by the backward recursion of `outcomeCurve`; no forward law of a guided attempt enters.
 *
 * @param point  its pool is taken unpruned, its stages are not looked at
 * @param most   largest request, units of work
 * @param order  Gauss nodes per panel
 * @throws Unresolved when the grid needs more memory than the solver allows itself
 * @see docs/theory/guidance-evidence.md (T2.3)
 */
export function retentionGaps(point: Point, most = point.goal, order = ORDER): (request: number) => RetentionGap {
  const pool = guidedPool(point);
  const baseWeights = (_: number, out: Float64Array) => out.set(pool.weights);
  const curves = [baseWeights, pool.weightsAt].map((weightsAt) => outcomeCurve(pool, point, most, order, weightsAt));
  return (request) => {
    const [base, weighed] = curves.map(({ accepted, overshoot, exhausted, top }): Outcome => {
      if (request > top) return { accepted: 0, rejected: 1 };
      return {
        accepted: Math.max(0, accepted.at(request)),
        rejected: Math.max(0, overshoot.at(request)) + Math.max(0, exhausted.at(request)),
      };
    });
    if ([base, weighed].some(({ accepted, rejected }) => accepted === 0 || rejected === 0))
      return { base, weighed, absent: { gap: "an outcome has probability 0" } };
    return { base, weighed, gap: gapOf(base, weighed) };
  };
}

/** (T2.3): log of the mean weight of accepted attempts less that of rejected ones. */
export function gapOf(base: Outcome, weighed: Outcome): number {
  return Math.log(weighed.accepted / base.accepted) - Math.log(weighed.rejected / base.rejected);
}

/** (T2.5): what a retention gap makes of the base rates of an attempt. Each rate keeps its own digits. */
export function guidedOutcome({ accepted, rejected }: Outcome, gap: number): Outcome {
  if (accepted === 0 || rejected === 0) return { accepted, rejected };
  const logOdds = Math.log(accepted / rejected) + gap;
  return { accepted: 1 / (1 + Math.exp(-logOdds)), rejected: 1 / (1 + Math.exp(logOdds)) };
}
