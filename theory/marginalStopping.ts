import { InvalidInput } from "../model/invalid.ts";
import type { Point } from "../model/point.ts";
import { guidedPool } from "./attempt/guidedPool.ts";
import { solveStage } from "./stage.ts";

/** A partial harness with r chunks scaffolded, seen from the next chunk. */
export interface Extent {
  /** r. */ readonly chunks: number;
  /** G − r·c, what is left to the agent, units of work. */ readonly tail: number;
  /** −log Q(G − r·c); Infinity where the agent cannot do the tail at all. */ readonly tailRisk: number;
  /** Drop in tail risk that chunk r + 1 buys; undefined where there is no further chunk, or both tails are out of reach. */
  readonly marginalDrop: number | undefined;
  /** Whether chunk r + 1 pays: it raises the pass rate, its drop in tail risk exceeds the cost of a chunk. */ readonly pays: boolean;
  /** log pass(r) = −r·κ(c) − tail risk; −Infinity where a run cannot pass. */ readonly logPassRate: number;
}

export interface StoppingRule {
  /** κ(c) = −log P(c), the execution cost of one scaffolded chunk; Infinity where it cannot be passed. */ readonly chunkCost: number;
  readonly extents: readonly Extent[];
  /** r*, the first extent from which no further chunk pays. The best one where pass(r) is unimodal. */ readonly stop: number;
  /** Whether pass(r) is unimodal: no chunk that pays comes after one that costs (T3.5). */ readonly unimodal: boolean;
  /** Whether tail risk is convex along the tails that are stages, which is enough for unimodality (T3.6). */ readonly convex: boolean;
}

/**
 * Theorem 3's marginal rule: pass(r) = P(c)^r·Q(G − r·c), so chunk r + 1 pays iff
 * log Q(G − (r + 1)c) − log Q(G − r·c) > −log P(c). Q(0) = 1: nothing is left to fail.
 * A chunk after which the tail would be within the tolerance is no stage and is not considered.
 *
 * @param point  agent, tolerance and budgets; its stages are not looked at, its pool is taken unpruned
 * @param chunk  c, units of work, above the tolerance
 * @param logPassRateAt  log pass rate of one stage by its request; solved forward, request by request, unless given
 * @throws InvalidInput for a chunk that is no stage
 * @see docs/theory/marginal-stopping.md (T3.1) to (T3.6)
 */
export function stoppingRule(point: Point, chunk: number, logPassRateAt = solvedForward(point)): StoppingRule {
  if (!(chunk > point.tolerance)) throw new InvalidInput("chunk", `must be above the tolerance (${point.tolerance})`, chunk);
  const risk = (request: number) => 0 - logPassRateAt(request);
  const chunkCost = risk(chunk);
  const most = Math.floor(point.goal / chunk + 1e-12);
  const risks = Array.from({ length: most + 1 }, (_, r) => {
    const tail = point.goal - r * chunk;
    if (tail <= 1e-12 * point.goal) return 0;
    // The tail that is one chunk to rounding is one chunk: a tie is then exactly one.
    if (Math.abs(tail - chunk) <= 1e-12 * point.goal) return chunkCost;
    return tail > point.tolerance ? risk(tail) : undefined;
  });
  const extents = risks.flatMap((tailRisk, chunks): Extent[] => {
    if (tailRisk === undefined) return [];
    const next = risks[chunks + 1];
    const hopeless = tailRisk === Number.POSITIVE_INFINITY;
    const marginalDrop = next === undefined || (hopeless && next === tailRisk) ? undefined : tailRisk - next;
    return [
      {
        chunks,
        tail: point.goal - chunks * chunk,
        tailRisk,
        marginalDrop,
        pays: marginalDrop !== undefined && marginalDrop > chunkCost + TIE,
        logPassRate: (chunks === 0 ? 0 : -chunks * chunkCost) - tailRisk,
      },
    ];
  });
  const lastPaying = extents.findLastIndex((extent) => extent.pays);
  return {
    chunkCost,
    extents,
    stop: extents[lastPaying + 1].chunks,
    unimodal: extents.every(({ marginalDrop: drop }, r) => drop === undefined || drop >= chunkCost - TIE || r > lastPaying),
    convex: isConvex(extents.filter(({ tail }) => tail > point.tolerance).map(({ tailRisk }) => tailRisk)),
  };
}

/** A drop equal to the cost, as when the tail is itself one chunk, is a tie and pays nothing. */
const TIE = 1e-12;

/** Whether risks at evenly spaced tails, longest tail first, are convex: once finite, each drop is at most the one before. */
function isConvex(risks: readonly number[]): boolean {
  const finite = risks.slice(risks.findIndex(Number.isFinite));
  if (!finite.every(Number.isFinite)) return risks.every((risk) => risk === Number.POSITIVE_INFINITY);
  const drops = finite.slice(1).map((risk, r) => finite[r] - risk);
  return drops.slice(1).every((drop, r) => drop <= drops[r] + TIE);
}

function solvedForward(point: Point): (request: number) => number {
  const pool = guidedPool(point);
  return (request) => {
    const { passRate, failRate } = solveStage(pool, point, request);
    return failRate < 0.5 ? Math.log1p(-failRate) : Math.log(passRate);
  };
}
