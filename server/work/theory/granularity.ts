import type { Point } from "../../../model/point.ts";
import { requestsOf } from "../../../model/requests.ts";
import type { Absent } from "../../../model/result.ts";
import { granularityBound } from "../../../theory/granularity/bound.ts";
import { costSplit } from "../../../theory/granularity/executionCost.ts";
import { exactPassRate } from "../../../theory/passRate.ts";
import { stageCurve } from "../../../theory/stageCurve.ts";
import type { TheoryAnswer } from "../../api.ts";

/** Orders of the two solutions that a rate's error is taken from. */
const [FINE, COARSE] = [14, 9];
/** Stages of a decomposition that is worth showing. */
const MOST_STAGES = 1_000;

type Granularity = NonNullable<TheoryAnswer["granularity"]>;

/** Theorem 1: what the requests cost at least, and what they cost. */
export function sayGranularity(point: Point, onAbsent: (absent: Absent) => void): Granularity {
  const pass = exactPassRate(point, FINE, COARSE);
  const { costs, reachable } = granularityBound(point);
  const cost = 0 - Math.log(pass.value);
  const finite = Object.entries(costs).filter(([, value]) => Number.isFinite(value));
  for (const [name, value] of Object.entries(costs))
    if (!Number.isFinite(value)) onAbsent({ [`bounds.${name}`]: "the bound is infinite: no run can pass" });
  if (!Number.isFinite(cost)) onAbsent({ cost: "the pass rate is 0" });
  return {
    passRate: pass.value,
    passRateError: pass.error,
    ...(Number.isFinite(cost) ? { cost } : {}),
    bounds: Object.fromEntries(finite),
    reachable,
    ...decomposition(point, onAbsent),
  };
}

function decomposition(point: Point, onAbsent: (absent: Absent) => void): Pick<Granularity, "executionCost" | "penalties"> {
  const without = (why: string) => {
    onAbsent({ executionCost: why });
    return {};
  };
  if (point.prune > 0) return without("pruned pools have no one cost of a stage");
  const requests = requestsOf(point.stages, point.goal);
  if (requests.length > MOST_STAGES) return without(`a plan of more than ${MOST_STAGES} stages is not split`);
  const { executionCost, penalties } = costSplit(point, stageCurve(point, Math.max(point.goal, ...requests)));
  if (!Number.isFinite(executionCost.value)) return without("no request can be met");
  return { executionCost, penalties: penalties.map((penalty) => (Number.isFinite(penalty) ? penalty : null)) };
}
