import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import type { GuidanceHere } from "../../model/theorems.ts";
import { guidedPool } from "../attempt/guidedPool.ts";
import { guidedOutcome, type Outcome, retentionGaps } from "../guidance/oddsIdentity.ts";
import { retryLaw } from "../retryLaw.ts";
import { solveStage } from "../stage.ts";
import type { OnAbsent } from "./onAbsent.ts";

/** Theorem 2 at the first request and over the run, or in words why guidance cannot steer. */
export function guidanceHere(point: Point, onAbsent: OnAbsent): GuidanceHere | string {
  if (point.guidance.kind === "none" || point.guidance.strength === 0) return "there is no guidance";
  if (point.weights.filter((weight) => weight > 0).length < 2) return "guidance needs two pool members to choose between";
  const whole: Point = { ...point, prune: 0 };
  const requests = requestsOf(point.stages, point.goal);
  const [request] = requests;
  const at = retentionGaps(whole, Math.max(...requests));
  const { base, gap, absent } = at(request);
  const pool = guidedPool(whole);
  const stages = new Map([...new Set(requests)].map((each) => [each, solveStage(pool, whole, each)]));
  const solved = (each: number) => stages.get(each) as ReturnType<typeof solveStage>;
  if (absent) onAbsent(absent);

  const passRate = (logOf: (request: number) => number) => Math.exp(requests.reduce((sum, each) => sum + logOf(each), 0));
  const retried = ({ accepted, rejected }: Outcome) => retryLaw(accepted, rejected, point.retryBudget).logPassRate;
  const solvedLog = (each: number) => {
    const { acceptRate, overshootRate, exhaustionRate } = solved(each);
    return retried({ accepted: acceptRate, rejected: overshootRate + exhaustionRate });
  };
  // Where an outcome has probability 0 there are no odds to shift: its weight is what guidance makes of it.
  const predictedLog = (each: number) => {
    const here = at(each);
    return retried(here.gap === undefined ? here.weighed : guidedOutcome(here.base, here.gap));
  };
  return {
    request,
    unguided: base.accepted,
    guided: solved(request).acceptRate,
    ...(gap === undefined ? {} : { gap, predicted: guidedOutcome(base, gap).accepted }),
    passRate: {
      unguided: passRate((each) => retried(at(each).base)),
      guided: passRate(solvedLog),
      predicted: passRate(predictedLog),
    },
  };
}
