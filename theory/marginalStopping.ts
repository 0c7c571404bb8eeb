import type { Point } from "../model/point.ts";
import { guidedPool } from "./attempt/guidedPool.ts";
import { solveStage } from "./stage.ts";

/** A partial harness with r chunks scaffolded, seen from the next chunk. */
export interface Extent {
  /** r. */ readonly chunks: number;
  /** G − r·c, what is left to the agent, units of work. */ readonly tail: number;
  /** −log Q(G − r·c); Infinity where the agent cannot do the tail at all. */ readonly tailRisk: number;
  /** Drop in tail risk that chunk r + 1 buys; undefined where there is no further chunk. */ readonly marginalDrop: number | undefined;
  /** Whether chunk r + 1 pays: its drop in tail risk exceeds the cost of a chunk. */ readonly pays: boolean;
}

export interface StoppingRule {
  /** −log P(c), the execution cost of one scaffolded chunk. */ readonly chunkCost: number;
  readonly extents: readonly Extent[];
  /** r*, the first extent from which no further chunk pays. */ readonly stop: number;
}

/**
 * Theorem 3's marginal rule: pass(r) = P(c)^r·Q(G − r·c), so chunk r + 1 pays iff
 * log Q(G − (r + 1)c) − log Q(G − r·c) > −log P(c). Q(0) = 1: nothing is left to fail.
 * A chunk after which the tail would be within the tolerance is no stage and is not considered.
 *
 * @param point  agent, tolerance and budgets; its stages are not looked at, its pool is taken unpruned
 * @param chunk  c, units of work, above the tolerance
 * @see docs/model.md §3, T3
 */
export function stoppingRule(point: Point, chunk: number): StoppingRule {
  const pool = guidedPool(
    point,
    point.pool.map((_, i) => i),
  );
  const risk = (request: number) => -Math.log(solveStage(pool, point, request).passRate);
  const chunkCost = risk(chunk);
  const most = Math.floor(point.goal / chunk + 1e-12);
  const risks = Array.from({ length: most + 1 }, (_, r) => {
    const tail = point.goal - r * chunk;
    if (tail <= 1e-12 * point.goal) return 0;
    return tail > point.tolerance ? risk(tail) : undefined;
  });
  const extents = risks.flatMap((tailRisk, chunks): Extent[] => {
    if (tailRisk === undefined) return [];
    const next = risks[chunks + 1];
    const marginalDrop = next === undefined ? undefined : tailRisk - next;
    // From a hopeless tail to a hopeless tail nothing is known to be gained; one more chunk can still lead out.
    const pays = next !== undefined && (tailRisk === Number.POSITIVE_INFINITY || tailRisk - next > chunkCost + TIE);
    return [{ chunks, tail: point.goal - chunks * chunk, tailRisk, marginalDrop, pays }];
  });
  const lastPaying = extents.findLastIndex((extent) => extent.pays);
  return { chunkCost, extents, stop: extents[lastPaying + 1].chunks };
}

/** A drop equal to the cost, as when the tail is itself one chunk, is a tie and pays nothing. */
const TIE = 1e-12;
