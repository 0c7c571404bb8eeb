import type { Point } from "../../../model/point.ts";
import { requestsOf } from "../../../model/requests.ts";
import type { Absent } from "../../../model/result.ts";
import { guidedPool } from "../../../theory/attempt/guidedPool.ts";
import { guidedOutcome, retentionGaps } from "../../../theory/guidance/oddsIdentity.ts";
import { solveStage } from "../../../theory/stage.ts";
import type { TheoryAnswer } from "../../api.ts";

/** Theorem 2 at the first request: whether guidance helps, or in words why it cannot steer. */
export function sayGuidance(point: Point, onAbsent: (absent: Absent) => void): NonNullable<TheoryAnswer["guidance"]> | string {
  if (point.guidance.kind === "none" || point.guidance.strength === 0) return "there is no guidance";
  if (point.weights.filter((weight) => weight > 0).length < 2) return "guidance needs two pool members to choose between";
  const whole: Point = { ...point, prune: 0 };
  const [request] = requestsOf(point.stages, point.goal);
  const { base, gap, absent } = retentionGaps(whole, request)(request);
  const guided = solveStage(guidedPool(whole), whole, request).acceptRate;
  if (absent) onAbsent(absent);
  return { request, unguided: base.accepted, guided, ...(gap === undefined ? {} : { gap, predicted: guidedOutcome(base, gap).accepted }) };
}
