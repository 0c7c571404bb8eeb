import type { Point, PointInput } from "../../../model/point.ts";
import type { Recommendation } from "../../../model/recommendation.ts";
import { parsePoint } from "../../../model/validate.ts";
import { exactOrReason } from "../../../theory/exactOrReason.ts";
import { bestUniform } from "../../../theory/optimal/comparison.ts";
import { recommend } from "../../../theory/recommend/recommend.ts";
import { stageCurve } from "../../../theory/stageCurve.ts";

/** A harness's figures, or why it has none. */
export type HarnessFigures = { readonly passRate: number; readonly finalBias: number; readonly meanSteps: number } | string;

/** What is recommended for a point's agent and task, beside what it has. */
export interface Recommended {
  readonly recommendation: Pick<Recommendation, "harness" | "warnings" | "reasons" | "absent">;
  readonly present: HarnessFigures;
  /** Left out where no plan can pass. */ readonly recommended?: HarnessFigures;
  /** The best number of equal stages; left out where none can pass. */ readonly uniform?: {
    readonly count: number;
    readonly figures: HarnessFigures;
  };
}

/** A recommendation is for the whole pool: pruning is a harness's own doing. */
export function* recommendation({ point: input }: { readonly point: PointInput }): Generator<undefined, Recommended> {
  const point = parsePoint(input);
  const whole: Point = { ...point, prune: 0 };
  const { goal, tolerance, stepBudget, retryBudget, pool, weights, guidance, verification, onUnrecovered } = whole;
  const agent = { pool, weights, guidance, verification, onUnrecovered };
  const { harness, warnings, reasons, absent, passRate, finalBias } = recommend(
    { agent, replicates: [] },
    { goal, tolerance, stepBudget, retryBudget },
  );
  yield;
  const present = figuresOf(point);
  yield;
  const best = tolerance > 0 ? bestUniform(whole, stageCurve(whole)) : undefined;
  return {
    recommendation: { ...(harness ? { harness } : {}), warnings, reasons, ...(absent ? { absent } : {}) },
    present,
    ...(harness && passRate && finalBias !== undefined
      ? { recommended: { passRate: passRate.estimate, finalBias, meanSteps: harness.meanSteps } }
      : {}),
    ...(best ? { uniform: { count: best.count, figures: figuresOf({ ...whole, stages: { kind: "uniform", count: best.count } }) } } : {}),
  };
}

function figuresOf(point: Point): HarnessFigures {
  const solved = exactOrReason(point);
  if (typeof solved === "string") return solved;
  const { passRate, finalBias, meanSteps } = solved;
  return { passRate, finalBias, meanSteps };
}
