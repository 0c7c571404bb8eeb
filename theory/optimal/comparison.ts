import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import type { StageCurve } from "../stageCurve.ts";

/** The best harness of a family, by pass rate. */
export interface BestUniform {
  readonly count: number;
  readonly passRate: number;
}
export interface BestPartial {
  /** c, units of work. */ readonly chunk: number;
  /** r. */ readonly chunks: number;
  readonly passRate: number;
}

const MOST_UNIFORM = 10_000;
/** Chunk sizes tried, evenly from the tolerance to the goal. */
const CHUNK_SIZES = 400;

/** The number of stages K of greatest pass rate; the fewest stages win a tie. Undefined where no K can pass. */
export function bestUniform({ goal, tolerance }: Point, curve: StageCurve): BestUniform | undefined {
  let best: { readonly count: number; readonly log: number } | undefined;
  for (let count = 1; count <= MOST_UNIFORM && goal / count > tolerance; count++) {
    const log = count * curve.at(goal / count).logPassRate;
    if (log > (best?.log ?? Number.NEGATIVE_INFINITY)) best = { count, log };
  }
  return best && { count: best.count, passRate: Math.exp(best.log) };
}

/**
 * The chunk c and extent r ≥ 1 of greatest pass rate, c among 400 even steps of the goal: a search, not an optimum over all c.
 * Undefined where none can pass.
 */
export function bestPartial({ goal, tolerance }: Point, curve: StageCurve): BestPartial | undefined {
  let best: { readonly chunk: number; readonly chunks: number; readonly log: number } | undefined;
  for (let i = 1; i < CHUNK_SIZES; i++) {
    const chunk = (goal * i) / CHUNK_SIZES;
    if (chunk <= tolerance) continue;
    const ofChunk = curve.at(chunk).logPassRate;
    for (let chunks = 1; chunks * chunk <= goal * (1 + 1e-12); chunks++) {
      const plan = requestsOf({ kind: "partial", chunk, chunks }, goal);
      const tail = plan.length > chunks ? plan[chunks] : undefined;
      if (tail !== undefined && tail <= tolerance) continue;
      const log = chunks * ofChunk + (tail === undefined ? 0 : curve.at(tail).logPassRate);
      if (log > (best?.log ?? Number.NEGATIVE_INFINITY)) best = { chunk, chunks, log };
    }
  }
  return best && { chunk: best.chunk, chunks: best.chunks, passRate: Math.exp(best.log) };
}
