import type { Point } from "../../model/point.ts";
import { type StageCurve, stageCurve } from "../stageCurve.ts";
import { type Deviation, stageDeviation } from "../stageDeviation.ts";
import { latticePlan } from "./latticePlan.ts";
import { requestRange } from "./plan.ts";
import { type RequestTable, requestTable } from "./requestValue.ts";

/**
 * Prices that a search puts on what a plan costs beside its failures: worth of a stage = log P − steps·s − drift·E[deviation] −
 * spread·Var[deviation]. Drift may have either sign: it leans runs towards the goal from either side.
 */
export interface Prices {
  /** Per low-level step. */ readonly steps: number;
  /** Per unit of work. */ readonly drift: number;
  /** Per unit of work squared. */ readonly spread: number;
}

/** What a stage brings and costs, tabulated once, so that each set of prices asks one dynamic programme only. */
export interface PricedStages {
  /** Worth of a stage at these prices, over the lattice of requests. */ table(prices: Prices): RequestTable;
  /** The best lattice plan at these prices, as it is and with neighbouring requests made equal; none where no plan can pass. */
  plans(prices: Prices): number[][];
}

/** @throws InvalidInput when the point prunes; Unresolved when the pool is too narrow for the backward recursion */
export function pricedStages(point: Point, curve: StageCurve = stageCurve(point)): PricedStages {
  const deviation = stageDeviation(point, curve);
  const range = requestRange(point);
  const nowhere: Deviation = { mean: 0, variance: 0 };
  const passes = (request: number) => curve.at(request).logPassRate;
  const deviationAt = (request: number) => (passes(request) === Number.NEGATIVE_INFINITY ? nowhere : deviation(request));
  const tableOf = (worth: (request: number) => number) => requestTable(worth, range);
  const base = tableOf(passes);
  const steps = tableOf((request) => curve.at(request).meanSteps).samples;
  const drift = tableOf((request) => deviationAt(request).mean).samples;
  const spread = tableOf((request) => deviationAt(request).variance).samples;
  const table = (prices: Prices): RequestTable => ({
    ...base,
    samples: base.samples.map((log, i) =>
      log === Number.NEGATIVE_INFINITY ? log : log - prices.steps * steps[i] - prices.drift * drift[i] - prices.spread * spread[i],
    ),
  });
  return {
    table,
    plans: (prices) =>
      latticePlan(table(prices)).map((groups) => groups.flatMap(({ request, count }) => new Array<number>(count).fill(request))),
  };
}
