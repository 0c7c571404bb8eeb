import type { HarnessMark } from "../../model/front.ts";
import type { Point, StagePlan } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import { type StageAt, stageCurve } from "../stageCurve.ts";
import { planFigures } from "./planFigures.ts";

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

/** What a search for the best harness of a family asks of a stage: a worth that adds up over stages. */
export interface PassCurve {
  at(request: number): Pick<StageAt, "logPassRate">;
}

const MOST_UNIFORM = 10_000;
/** Chunk sizes tried, evenly from the tolerance to the goal. */
const CHUNK_SIZES = 400;

/** The number of stages K of greatest pass rate; the fewest stages win a tie. Undefined where no K can pass. */
export function bestUniform({ goal, tolerance }: Point, curve: PassCurve): BestUniform | undefined {
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
export function bestPartial({ goal, tolerance }: Point, curve: PassCurve): BestPartial | undefined {
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

/** Chunks drawn for comparison, as shares of the goal. */
const DRAWN_CHUNKS = [1 / 20, 1 / 10, 1 / 6, 1 / 4];
const MOST_DRAWN = 40;
/** Plans that pass less often than this are no comparison. */
const LEAST_PASS = 0.005;

/** Uniform and partial harnesses of a point's agent that pass now and then, solved: what a front is seen against. */
export function plainPlans(point: Point): { readonly uniform: HarnessMark[]; readonly partial: HarnessMark[] } {
  const curve = stageCurve(point);
  const { goal, tolerance } = point;
  const solved = (plans: readonly StagePlan[]) =>
    plans
      .map((plan) => requestsOf(plan, goal))
      .filter((requests) => requests.every((request) => request > tolerance && request <= goal))
      .filter((requests) => requests.reduce((log, request) => log + curve.at(request).logPassRate, 0) > Math.log(LEAST_PASS))
      .map((requests): HarnessMark => {
        const { passRate, finalBias, meanSteps } = planFigures(point, requests);
        return { stages: requests.length, passRate, finalBias, meanSteps };
      });
  const partial = DRAWN_CHUNKS.flatMap((share) =>
    Array.from({ length: Math.floor(1 / share + 1e-9) }, (_, r): StagePlan => ({ kind: "partial", chunk: share * goal, chunks: r + 1 })),
  );
  return {
    uniform: solved(Array.from({ length: MOST_DRAWN }, (_, i): StagePlan => ({ kind: "uniform", count: i + 1 }))),
    partial: solved(partial),
  };
}
