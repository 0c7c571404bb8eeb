import type { Absent } from "./result.ts";

/**
 * What theorems 1 to 3 say at a point. Rates are probabilities, requests and chunks are in units of work, costs are −log of a pass rate,
 * natural logarithms; an infinite cost is left out and named in `absent`.
 */
export interface Theorems {
  readonly granularity?: GranularityHere;
  /** Left out where guidance cannot steer. */ readonly guidance?: GuidanceHere;
  readonly stopping?: StoppingHere;
  /** Part or figure → why it is left out. */ readonly absent?: Absent;
}

/** Lower bounds of a cost by theorem 1, the weakest first; 0 says nothing. */
export interface CostBounds {
  readonly quadratic?: number;
  readonly chernoff?: number;
  readonly summed?: number;
}

/** T1: what the requests cost at least, and what they cost. */
export interface GranularityHere {
  readonly passRate: number;
  readonly passRateError: number;
  /** −log pass rate; left out where it is 0. */ readonly cost?: number;
  readonly bounds: CostBounds;
  /** False: theorem 1 says that no run can pass. */ readonly reachable: boolean;
  /** Stages from 1 that no subset of the pool can pass, whatever the retry budget. */ readonly unreachable: readonly number[];
  /** The stage that fails most often, the first of equals. */ readonly hardest: HardestStage;
  /** κ*, the least cost of any stage, and the request it is found at; left out where the pool is pruned. */
  readonly executionCost?: { readonly value: number; readonly request: number; readonly error: number };
  /** By stage: cost above κ*; null where it is infinite. */ readonly penalties?: readonly (number | null)[];
}

export interface HardestStage {
  /** From 1. */ readonly stage: number;
  /** Stages of this request, this one counted. */ readonly ofEquals: number;
  /** ℓ. */ readonly request: number;
  /** P(ℓ), given that it is begun. */ readonly passRate: number;
  /** Of −log P(ℓ). */ readonly bounds: CostBounds;
}

/** T2, at the first request, and what guidance makes of the whole run. The pool is taken unpruned. */
export interface GuidanceHere {
  /** ℓ. */ readonly request: number;
  /** Γ, the retention gap; guidance helps where it is above 0. */ readonly gap?: number;
  /** P(accepted) of an attempt: unguided, guided as solved, and guided as predicted from Γ. */
  readonly unguided: number;
  readonly guided: number;
  readonly predicted?: number;
  /** The same of a run's pass rate, over all requests. */
  readonly passRate: { readonly unguided: number; readonly guided: number; readonly predicted: number };
}

/** T3: how many chunks of one size pay. The pool is taken unpruned. */
export interface StoppingHere {
  /** c. */ readonly chunk: number;
  /** κ(c), cost of one chunk; left out where it cannot be passed. */ readonly chunkCost?: number;
  /** r*: where the marginal rule stops. */ readonly stop: number;
  /** The extent of the greatest pass rate. */ readonly best: number;
  readonly unimodal: boolean;
  readonly convex: boolean;
  readonly extents: readonly StoppingExtent[];
}

export interface StoppingExtent {
  readonly chunks: number;
  readonly tail: number;
  readonly tailRisk?: number;
  readonly marginalDrop?: number;
  readonly pays: boolean;
  readonly passRate: number;
}
