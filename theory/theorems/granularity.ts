import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import type { CostBounds, GranularityHere, HardestStage } from "../../model/theorems.ts";
import { guidedPool } from "../attempt/guidedPool.ts";
import { type Costs, type GranularityBound, granularityBound } from "../granularity/bound.ts";
import { costSplit, type ExecutionCost } from "../granularity/executionCost.ts";
import { exactPassRate } from "../passRate.ts";
import { stageCurve } from "../stageCurve.ts";
import { stageShares } from "../stageShares.ts";
import type { OnAbsent } from "./onAbsent.ts";

/** Orders of the two solutions that a rate's error is taken from. */
const [FINE, COARSE] = [14, 9];
/** Stages of a decomposition that is worth showing. */
const MOST_STAGES = 1_000;
/** Of the search for the cheapest request. */
const PLACES_A_STEP = 16;
const MOST_PLACES = 4_096;

/** Theorem 1: what the requests cost at least, and what they cost. */
export function granularityHere(point: Point, onAbsent: OnAbsent): GranularityHere {
  const pass = exactPassRate(point, FINE, COARSE);
  const bound = granularityBound(point);
  const cost = 0 - Math.log(pass.value);
  for (const [name, value] of Object.entries(bound.costs))
    if (!Number.isFinite(value)) onAbsent({ [`bounds.${name}`]: "the bound is infinite: no run can pass" });
  if (!Number.isFinite(cost)) onAbsent({ cost: "the pass rate is 0" });
  return {
    passRate: pass.value,
    passRateError: pass.error,
    ...(Number.isFinite(cost) ? { cost } : {}),
    bounds: finiteOf(bound.costs),
    reachable: bound.reachable,
    unreachable: stagesOf(bound).flatMap((subsets, t) => (subsets.some(({ reachable }) => reachable) ? [] : [t + 1])),
    hardest: hardestOf(point, bound),
    ...decomposition(point, onAbsent),
  };
}

/** Shape [stages][subsets]. */
function stagesOf({ subsets }: GranularityBound) {
  return (subsets[0] ?? []).map((_, t) => subsets.map((stages) => stages[t]));
}

/** The bounds of a stage on the mean over subsets, as `granularityBound` has them of a run. */
function hardestOf(point: Point, bound: GranularityBound): HardestStage {
  const shares = stageShares(point);
  const worst = shares.reduce((least, { failRate }, t) => (failRate > shares[least].failRate ? t : least), 0);
  const stage = stagesOf(bound)[worst];
  const over = (form: keyof Costs) => 0 - Math.log(stage.reduce((sum, { costs }) => sum + Math.exp(-costs[form]), 0) / stage.length);
  const bounds = { quadratic: over("quadratic"), chernoff: over("chernoff"), summed: over("summed") };
  const { request, passRate } = shares[worst];
  return {
    stage: worst + 1,
    ofEquals: shares.filter((share) => share.request === request).length,
    request,
    passRate,
    bounds: finiteOf(bounds),
  };
}

function finiteOf(costs: Costs): CostBounds {
  return Object.fromEntries(Object.entries(costs).filter(([, value]) => Number.isFinite(value)));
}

function decomposition(point: Point, onAbsent: OnAbsent): Pick<GranularityHere, "executionCost" | "penalties"> {
  const without = (why: string) => {
    onAbsent({ executionCost: why });
    return {};
  };
  if (point.prune > 0) return without("pruned pools have no one cost of a stage");
  const requests = requestsOf(point.stages, point.goal);
  if (requests.length > MOST_STAGES) return without(`a plan of more than ${MOST_STAGES} stages is not split`);
  const most = Math.max(point.goal, ...requests);
  const { executionCost: searched, penalties } = costSplit(point, stageCurve(point, most), placesFor(point, most));
  const executionCost = notAbove(searched, requests, penalties);
  if (!Number.isFinite(executionCost.value)) return without("no request can be met");
  const lowered = searched.value - executionCost.value;
  return { executionCost, penalties: penalties.map((penalty) => (Number.isFinite(penalty) ? penalty + lowered : null)) };
}

/** P(ℓ) rises and falls within a mean step, so that a search over many steps needs as many more places. */
function placesFor(point: Point, most: number): number {
  return Math.ceil(Math.min(MOST_PLACES, Math.max(256, (PLACES_A_STEP * most) / guidedPool(point).mean)));
}

/** κ* is at most what any stage costs; a stage of the point that is cheaper than all that the search saw shows by how much it was off. */
function notAbove(searched: ExecutionCost, requests: readonly number[], penalties: readonly number[]): ExecutionCost {
  const least = penalties.reduce((best, penalty, t) => (penalty < penalties[best] ? t : best), 0);
  const missed = -penalties[least];
  if (!(missed > 0)) return searched;
  return { value: searched.value - missed, request: requests[least], error: Math.max(searched.error, missed) };
}
