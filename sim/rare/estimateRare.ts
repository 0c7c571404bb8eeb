import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import type { RareEstimate, RareEvent } from "../../model/rare.ts";
import { patiently } from "../patience.ts";
import { type LevelMoments, levelsOf } from "./levels.ts";
import { reportRare } from "./report.ts";
import { subsetsToLookAt } from "./subsets.ts";

/** Stage estimates of one call, at most: about an hour. */
const MOST_EFFORT = 1e8;
const LEAST_EFFORT = 1000;

export interface RareOptions {
  /** Every stage accepted, or some stage unrecovered. */ readonly event: RareEvent;
  /** Stage estimates in all, integer in [1000, 1e8], spread evenly; every stage gets two at least. The standard error falls as its root. */
  readonly effort: number;
  readonly seed: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with the stage estimates done so far, at most `effort`. */ readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * An unbiased estimate of a small pass or fail rate, at a cost that hardly grows as the rate falls.
 *
 * Splitting over the stages: each stage is a level with estimates of its own, and the levels' means are multiplied. Within a stage,
 * attempts are drawn by importance sampling and retries are combined without bias. It uses that attempts start anew at 0, so that
 * attempts and stages are independent given the pool subset (docs/model.md §3, product form); `simulate` does not.
 *
 * The 95% interval is a normal one: it holds where the relative error is well below 1, and knows nothing of what no draw has met.
 *
 * @param point  as `parsePoint` returns it
 * @returns the same bytes for the same point, event, effort and seed
 * @throws InvalidInput for options out of range; RangeError where a law is beyond double precision; the signal's reason
 * @see docs/theory/rare-events.md
 */
export async function estimateRare(point: Point, { event, effort, seed, signal, onProgress }: RareOptions): Promise<RareEstimate> {
  if (event !== "pass" && event !== "fail") throw new InvalidInput("event", "must be pass or fail", event);
  if (!Number.isInteger(effort) || effort < LEAST_EFFORT || effort > MOST_EFFORT)
    throw new InvalidInput("effort", `must be an integer in [${LEAST_EFFORT}, ${MOST_EFFORT}]`, effort);
  if (typeof seed !== "string") throw new InvalidInput("seed", "must be a string", seed);
  return patiently(estimate(point, event, effort, seed, onProgress), signal);
}

function* estimate(point: Point, event: RareEvent, effort: number, seed: string, onProgress?: (done: number) => void) {
  const { subsets, everyOne } = subsetsToLookAt(point, seed);
  const looked: LevelMoments[][] = [];
  for (const [i, kept] of subsets.entries()) {
    const onDone = (done: number) => onProgress?.(Math.min(effort, Math.round((i + done) * (effort / subsets.length))));
    looked.push(yield* levelsOf(point, kept, event, effort / subsets.length, `${seed} subset ${i}`, onDone));
  }
  return reportRare(looked, everyOne, { event, effort, seed });
}
