import type { Point } from "../../model/point.ts";
import type { Agent } from "../fit/agent.ts";
import { requestRange } from "../optimal/plan.ts";
import type { RequestRange } from "../optimal/requestValue.ts";
import { type StageCurve, stageCurve } from "../stageCurve.ts";

/** A stage that an agent cannot pass at all counts as this log pass rate in a mean over agents that may be the one. */
const HOPELESS = -20;

/** The point with another agent. */
export const withAgent = (point: Point, { pool, weights }: Agent): Point => ({ ...point, pool: [...pool], weights: [...weights] });

/** What stages are worth to an agent that is not known for sure. */
export interface Worth {
  /** Mean over the agents of log P(ℓ); −Infinity where the first agent cannot pass. */ worth(request: number): number;
  readonly range: RequestRange;
  /** Of the first agent, the likeliest. */ readonly curve: StageCurve;
}

/**
 * The worth of a request under several agents, each as likely: the mean of log P(ℓ), which keeps the product form, so that the plan of
 * greatest worth is found by the same search as that of greatest pass rate. It is the log of the geometric mean of the pass rates (F.15):
 * a plan that fails under some of the agents is held back by them, more than by their share.
 *
 * @param agents  the likeliest first; one agent alone gives its own log P
 */
export function worthOver(point: Point, agents: readonly Agent[]): Worth {
  const ranges = agents.map((agent) => requestRange(withAgent(point, agent)));
  const range = { ...ranges[0], grain: Math.min(...ranges.map(({ grain }) => grain)) };
  const curves = agents.map((agent) => stageCurve(withAgent(point, agent)));
  return {
    range: { ...range, grain: Math.max(range.grain, ranges[0].grain / 2) },
    curve: curves[0],
    worth(request) {
      const first = curves[0].at(request).logPassRate;
      if (curves.length === 1 || first === Number.NEGATIVE_INFINITY) return first;
      let sum = Math.max(HOPELESS, first);
      for (let i = 1; i < curves.length; i++) sum += Math.max(HOPELESS, curves[i].at(request).logPassRate);
      return sum / curves.length;
    },
  };
}
