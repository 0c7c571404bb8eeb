import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import { maximumBetween } from "../../numerics/maximum.ts";
import type { StageCurve } from "../stageCurve.ts";

/** κ*, the least cost of any stage an agent can be asked for: inf of −log P(ℓ) over ε < ℓ ≤ most. */
export interface ExecutionCost {
  /** κ*, ≥ 0; Infinity where no request can be met. */ readonly value: number;
  /** A request at which it is found, units of work. */ readonly request: number;
  /** What a search twice as fine changed: an estimate of what a still finer one would. */ readonly error: number;
}

/** A run's −log pass rate, split into what any K stages cost and what these requests add. */
export interface CostSplit {
  readonly executionCost: ExecutionCost;
  /** By stage: −log P(ℓ_t) − κ*, ≥ −error. Infinity where the request cannot be met. */ readonly penalties: readonly number[];
  /** −log pass rate = K·κ* + Σ penalties. */ readonly total: number;
}

interface Least {
  readonly at: number;
  readonly value: number;
}

/** Places of the coarse search; twice as many for the fine one. Every dip that either sees is followed to its bottom. */
const PLACES = 256;
/** Dips this much above the deepest are not followed: one lattice cell changes −log P by far less where it is near its least. */
const NEAR_LEAST = 0.5;
/** Precision of the place of a bottom, as a share of a cell; the value there is flat, so its error is the square. */
const PRECISION = 1e-6;

/**
 * Searches the execution cost on a curve of stages: a lattice of requests, then golden section in every cell pair about a low
 * place. A dip narrower than a cell can be missed; `error` says what doubling the lattice found.
 *
 * @see docs/theory/granularity-capability.md (T1.13)
 */
export function executionCost(curve: StageCurve, tolerance: number, places = PLACES): ExecutionCost {
  const cost = (request: number) => -curve.at(request).logPassRate;
  const fine = searched(cost, tolerance, curve.most, 2 * places);
  const coarse = searched(cost, tolerance, curve.most, places);
  const best = coarse.value < fine.value ? coarse : fine;
  const error = best.value === Number.POSITIVE_INFINITY ? 0 : Math.abs(fine.value - coarse.value);
  return { value: 0 + best.value, request: best.at, error };
}

/**
 * Theorem 1's exact decomposition.
 *
 * @param curve   stages up to the largest request that the infimum looks at, which is at least every request of the point
 * @param places  of the coarse search
 */
export function costSplit(point: Point, curve: StageCurve, places = PLACES): CostSplit {
  const least = executionCost(curve, point.tolerance, places);
  const costs = requestsOf(point.stages, point.goal).map((request) => -curve.at(request).logPassRate);
  return {
    executionCost: least,
    penalties: costs.map((cost) => (cost === Number.POSITIVE_INFINITY ? cost : cost - least.value)),
    total: costs.reduce((sum, cost) => sum + cost, 0),
  };
}

function searched(cost: (request: number) => number, low: number, high: number, places: number): Least {
  const cell = (high - low) / places;
  const at = (i: number) => (i === places ? high : low + i * cell); // the last one to the bit: the curve ends there
  const costs = Array.from({ length: places }, (_, i) => cost(at(i + 1)));
  const value = (i: number) => costs[i - 1] ?? Number.POSITIVE_INFINITY; // a request must exceed the tolerance
  const deepest = Math.min(...costs);
  let best: Least = { at: high, value: Number.POSITIVE_INFINITY };
  for (let i = 1; i <= places; i++) {
    if (value(i) > value(i - 1) || value(i) > value(i + 1) || value(i) > deepest + NEAR_LEAST || value(i) === Number.POSITIVE_INFINITY)
      continue;
    if (value(i) < best.value) best = { at: at(i), value: value(i) };
    if (best.value === 0) return best; // nothing is cheaper
    const from = i === 1 ? low + PRECISION * cell : at(i - 1);
    const bottom = maximumBetween((request) => -cost(request), from, at(Math.min(places, i + 1)), 5, PRECISION * cell);
    if (cost(bottom) < best.value) best = { at: bottom, value: cost(bottom) };
  }
  return best;
}
