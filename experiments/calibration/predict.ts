import type { CalibratedAgent, PredictedCell, PredictedPlace } from "../../model/calibration.ts";
import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import { parsePoint } from "../../model/validate.ts";
import type { Agent } from "../../theory/fit/agent.ts";
import { percentileInterval } from "../../theory/recommend/interval.ts";
import { withAgent } from "../../theory/recommend/withAgent.ts";
import { type StageCurve, stageCurve } from "../../theory/stageCurve.ts";

/** Gauss nodes per panel: within 1e-8 where measured, far below what an interval tells apart. */
const ORDER = 9;
/** Refitted agents that intervals are made of, as `recommend` has it. */
const IN_INTERVAL = 99;

/** What a harness makes of an agent. */
export interface Outcome {
  readonly passRate: number;
  readonly stepsPerStage: number;
  readonly overshootShare: number;
}

export const MEASURES = ["passRate", "stepsPerStage", "overshootShare"] as const;

/** A prediction, and what each refitted agent would have it. */
export interface Prediction {
  readonly cell: PredictedCell;
  readonly byRefit: readonly Outcome[];
}

/** The task as a point, which refuses a place that does not fit. @throws InvalidInput naming the field */
export function placedPoint(of: CalibratedAgent, { stages }: PredictedPlace, { pool, weights }: Agent): Point {
  const { goal, tolerance, stepBudget, retryBudget, onUnrecovered } = of;
  return parsePoint({ goal, tolerance, stepBudget, retryBudget, onUnrecovered, stages, pool: [...pool], weights: [...weights] });
}

/**
 * Predictions for an agent at harnesses that need not be among those it was seen under.
 *
 * @param replicates  refits of samples of the agent, 40 or more; none where it is known exactly
 * @throws InvalidInput for a place that does not fit the task
 */
export function predict(
  of: CalibratedAgent,
  agent: Agent,
  replicates: readonly Agent[],
  places: readonly PredictedPlace[],
): readonly Prediction[] {
  const points = places.map((place) => placedPoint(of, place, agent));
  const outcomes = outcomesAt(agent, points);
  const byRefit = replicates.slice(0, IN_INTERVAL).map((replicate) => outcomesAt(replicate, points));
  return places.map((place, i) => {
    const refits = byRefit.map((outcome) => outcome[i]);
    const measure = (name: keyof Outcome) =>
      refits.length > 0
        ? percentileInterval(
            outcomes[i][name],
            refits.map((outcome) => outcome[name]),
          )
        : { estimate: outcomes[i][name], low: outcomes[i][name], high: outcomes[i][name] };
    const [passRate, stepsPerStage, overshootShare] = MEASURES.map(measure);
    return { cell: { ...place, passRate, stepsPerStage, overshootShare }, byRefit: refits.length > 0 ? refits : [outcomes[i]] };
  });
}

/** One backward recursion serves all places. */
function outcomesAt(agent: Agent, points: readonly Point[]): readonly Outcome[] {
  if (points.length === 0) return [];
  const curve = stageCurve(withAgent(points[0], agent), undefined, ORDER);
  return points.map((point) => outcomeOf(curve, point));
}

function outcomeOf(curve: StageCurve, { stages, goal, onUnrecovered }: Point): Outcome {
  const requests = requestsOf(stages, goal);
  let [log, begun, steps, attempts, overshoots] = [0, 1, 0, 0, 0];
  for (const request of requests) {
    const at = curve.at(Math.min(request, curve.most));
    log += at.logPassRate;
    steps += begun * at.meanSteps;
    attempts += begun * at.meanAttempts;
    overshoots += begun * at.meanAttempts * at.overshootRate;
    if (onUnrecovered === "abort") begun *= at.passRate;
  }
  return { passRate: Math.exp(log), stepsPerStage: steps / requests.length, overshootShare: overshoots / attempts };
}
