import type { Point } from "../../../model/point.ts";
import { requestsOf } from "../../../model/requests.ts";
import type { Theorems } from "../../../model/theorems.ts";
import { parsePoint } from "../../../model/validate.ts";
import { guidedPool } from "../../../theory/attempt/guidedPool.ts";
import { granularityBound } from "../../../theory/granularity/bound.ts";
import { retentionGaps } from "../../../theory/guidance/oddsIdentity.ts";
import { stageCurve } from "../../../theory/stageCurve.ts";
import { theoremsAt } from "../../../theory/theorems/theorems.ts";
import { Unresolved } from "../../../theory/unresolved.ts";

/** What the theorems say at a point, and the curves that show it. */
export interface TheoremsShown {
  readonly theorems: Theorems;
  /** T1 over requests; left out for a pruned pool. */ readonly granularity?: readonly RequestPlace[];
  /** T2 over requests; left out where guidance cannot steer. */ readonly guidance?: readonly SteeredPlace[];
}

export interface RequestPlace {
  /** ℓ, units of work. */ readonly request: number;
  /** P(ℓ) of a stage. */ readonly passRate: number;
  /** What theorem 1 allows it to be. */ readonly atMost: number;
}

export interface SteeredPlace {
  readonly request: number;
  /** P(accepted) of one attempt. */ readonly unguided: number;
  readonly guided: number;
}

const PLACES = 200;
/** Requests are shown to so many mean steps, or to somewhat beyond the largest of the point. */
const SHOWN_STEPS = 12;
const BEYOND = 1.25;

export function* theorems({ point: input }: { readonly point: unknown }): Generator<undefined, TheoremsShown> {
  const point = parsePoint(input);
  const said = theoremsAt(point, chunkOf(point));
  yield;
  const requests = shownRequests(point);
  const granularity = point.prune === 0 ? unlessUnresolved(() => overRequests(point, requests)) : undefined;
  yield;
  const guidance = said.guidance ? unlessUnresolved(() => steered(point, requests)) : undefined;
  return { theorems: said, ...(granularity ? { granularity } : {}), ...(guidance ? { guidance } : {}) };
}

/** The chunk of theorem 3: that of the plan, else the least whole number of mean steps that is a stage, as one would write it. */
export function chunkOf(point: Point): number | undefined {
  if (point.stages.kind === "partial") return point.stages.chunk;
  const { mean } = guidedPool(point);
  const steps = Math.max(1, Math.ceil((1.05 * point.tolerance) / mean));
  const chunk = Number((steps * mean).toPrecision(2));
  return chunk > point.tolerance && chunk <= point.goal ? chunk : undefined;
}

function shownRequests(point: Point): readonly number[] {
  const { goal, tolerance } = point;
  const most = Math.min(goal, Math.max(BEYOND * Math.max(...requestsOf(point.stages, goal)), SHOWN_STEPS * guidedPool(point).mean));
  return Array.from({ length: PLACES }, (_, i) => (i === PLACES - 1 ? most : tolerance + ((most - tolerance) * (i + 1)) / PLACES)).filter(
    (request) => request > tolerance,
  );
}

function overRequests(point: Point, requests: readonly number[]): readonly RequestPlace[] {
  const curve = stageCurve(point, Math.max(...requests));
  const bounds = granularityBound({ ...point, stages: { kind: "explicit", requests: [...requests] } }).subsets[0] ?? [];
  return requests.map((request, i) => ({
    request,
    passRate: curve.at(request).passRate,
    atMost: Math.exp(-(bounds[i]?.costs.summed ?? 0)),
  }));
}

function steered(point: Point, requests: readonly number[]): readonly SteeredPlace[] {
  const at = retentionGaps({ ...point, prune: 0 }, Math.max(...requests));
  return requests.map((request) => {
    const { base, weighed } = at(request);
    return { request, unguided: base.accepted, guided: weighed.accepted };
  });
}

/** A curve may be left out: the sentences stand without it. */
function unlessUnresolved<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Unresolved) return undefined;
    throw error;
  }
}
