import type { KnownLawReport } from "../../model/calibration.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { Point, PointInput } from "../../model/point.ts";
import { servedSourceIn } from "../../model/servedSource.ts";
import { parsePoint } from "../../model/validate.ts";
import { namedStream, nextUnit } from "../../numerics/streams.ts";
import { guidedPool } from "../../theory/attempt/guidedPool.ts";
import type { ObservedStep } from "./observations.ts";
import type { Rules } from "./replay.ts";

const REPLICATES = 199;
const LEVEL = 0.05;

/** The agent of the lab's own model, as a point under the rules; undefined for another model, or where its record is none of ours. */
export function servedPoint(source: string, { goal, tolerance, stepBudget, retryBudget, onUnrecovered }: Rules): Point | undefined {
  const served = servedSourceIn(source) as Partial<PointInput> | undefined | null;
  if (typeof served !== "object" || served === null) return undefined;
  const { pool, weights, guidance } = served;
  try {
    return parsePoint({
      goal,
      tolerance,
      stepBudget,
      retryBudget,
      onUnrecovered,
      stages: { kind: "uniform", count: 1 },
      pool,
      weights,
      guidance,
    });
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}

/**
 * Whether steps are those of a given agent at the distances where they were taken. Each step is put through the distribution function of the
 * guided pool at its distance; were it that agent, these places would be independent and uniform, whatever the harness. Their Cramér–von
 * Mises distance from uniform is held against that of uniform samples.
 */
export function knownLawReport(steps: readonly ObservedStep[], point: Point, seed: string): KnownLawReport {
  const pool = guidedPool(point);
  const weights = new Float64Array(pool.members.length);
  const places = Float64Array.from(steps, ({ value, distance }) => {
    pool.weightsAt(distance, weights);
    return pool.members.reduce((sum, member, i) => sum + weights[i] * member.cdf(value), 0);
  });
  const statistic = fromUniform(places);
  let further = 0;
  for (let block = 0; block < REPLICATES; block++) {
    const stream = namedStream(seed, block, "uniform places");
    if (fromUniform(Float64Array.from(places, () => nextUnit(stream))) >= statistic) further++;
  }
  const pValue = (1 + further) / (1 + REPLICATES);
  const { kind, strength } = point.guidance;
  const law = `${point.pool.length === 1 ? "one member" : `a pool of ${point.pool.length}`}, ${pool.steered ? `guidance ${kind} of strength ${strength}` : "no guidance"}`;
  return { agrees: pValue > LEVEL, pValue, law };
}

/** W² against the uniform law. */
function fromUniform(places: Float64Array): number {
  const n = places.length;
  return places.sort().reduce((sum, u, i) => sum + (u - (2 * i + 1) / (2 * n)) ** 2, 1 / (12 * n));
}
