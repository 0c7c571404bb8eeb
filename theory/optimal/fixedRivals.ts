import type { Point } from "../../model/point.ts";
import { arrivalRate } from "./arrival.ts";
import { type PlanFigures, planFigures } from "./planFigures.ts";

/** A fixed plan that feedback is measured against. */
export interface Rival extends PlanFigures {
  /** P(every stage accepted and |X − G| ≤ ε at the end). */ readonly arrivalRate: number;
}

/** The fixed plans that feedback is measured against: at each figure the best one known, since no single plan is best at all. */
export interface FixedRivals {
  /** Of greatest pass rate. */ readonly passing: Rival;
  /** Of greatest arrival rate among the plans searched. */ readonly arriving: Rival;
  /** Of least final bias among the plans searched. */ readonly homing: Rival;
  /** Plans searched, `passing` included. */ readonly searched: number;
}

/**
 * Picks the rivals. The last two are the best of a search, not optima: nudging their requests by hand raised the arrival rates of
 * the canonical agents by at most 0.004 and lowered their biases by at most 0.01 units of work.
 *
 * @param plan      requests of greatest pass rate
 * @param searched  further plans, solved, such as those of a Pareto search
 */
export function fixedRivals(point: Point, plan: readonly number[], searched: readonly PlanFigures[]): FixedRivals {
  const rivalOf = (figures: PlanFigures): Rival => ({
    ...figures,
    arrivalRate: arrivalRate({ ...point, stages: { kind: "explicit", requests: [...figures.requests] } }).value,
  });
  const passing = rivalOf(planFigures(point, plan));
  const rivals = [passing, ...searched.map(rivalOf)];
  const best = (better: (a: Rival, b: Rival) => boolean) => rivals.reduce((top, rival) => (better(rival, top) ? rival : top));
  return {
    passing,
    arriving: best((a, b) => a.arrivalRate > b.arrivalRate),
    homing: best((a, b) => a.finalBias < b.finalBias),
    searched: rivals.length,
  };
}
