import type { Point } from "../../model/point.ts";
import { solve } from "../solve.ts";
import { stageCurve } from "../stageCurve.ts";
import { type BestPartial, type BestUniform, bestPartial, bestUniform } from "./comparison.ts";
import { optimalPlan } from "./plan.ts";

/** The best fixed plan, solved, beside the best of the plain families. */
export interface FixedOptimum {
  readonly best?: {
    /** ℓ_1..ℓ_n, units of work, ascending. */ readonly requests: readonly number[];
    readonly passRate: number;
    /** 1 − passRate with its own digits. */ readonly failRate: number;
    /** No fixed plan passes more often. */ readonly upperBound: number;
    /** E|X − G|, units of work. */ readonly finalBias: number;
    readonly meanSteps: number;
    readonly error: { readonly passRate: number; readonly finalBias: number; readonly meanSteps: number };
  };
  readonly uniform?: BestUniform;
  readonly partial?: BestPartial;
  readonly absent?: Readonly<Record<string, string>>;
}

/**
 * The fixed plan of greatest pass rate with its exact figures, the best number of equal stages and the best partial harness.
 *
 * @param point  its stages are not looked at
 * @throws InvalidInput when the point prunes
 * @see docs/theory/optimal-harness.md (O.1)-(O.9)
 */
export function fixedOptimum(point: Point): FixedOptimum {
  const curve = stageCurve(point);
  const plan = optimalPlan(point, curve);
  if (!plan) return { absent: { best: "no fixed plan can pass: each holds a request out of the agent's reach" } };
  const { finalBias, meanSteps, error } = solve({ ...point, stages: { kind: "explicit", requests: [...plan.requests] } });
  const [uniform, partial] = [bestUniform(point, curve), bestPartial(point, curve)];
  return {
    best: { ...plan, finalBias, meanSteps, error: { passRate: error.passRate, finalBias: error.finalBias, meanSteps: error.meanSteps } },
    ...(uniform ? { uniform } : {}),
    ...(partial ? { partial } : {}),
  };
}
