import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import type { StoppingHere } from "../../model/theorems.ts";
import { stoppingRule } from "../marginalStopping.ts";
import { stageCurve } from "../stageCurve.ts";
import type { OnAbsent } from "./onAbsent.ts";

/** Extents that are worth showing. */
const MOST_EXTENTS = 1_000;

/** Theorem 3: how many chunks of one size pay. The pool is taken unpruned. @throws InvalidInput for a chunk given that is no stage */
export function stoppingHere(point: Point, given: number | undefined, onAbsent: OnAbsent): StoppingHere | string {
  const whole: Point = { ...point, prune: 0 };
  const chunk = given ?? (point.stages.kind === "partial" ? point.stages.chunk : requestsOf(point.stages, point.goal)[0]);
  if (chunk > point.goal) return "the chunk is larger than the goal";
  if (point.goal / chunk > MOST_EXTENTS) return `chunks so small that there are more than ${MOST_EXTENTS} are not tried`;
  const curve = stageCurve(whole, Math.max(point.goal, chunk));
  const { chunkCost, extents, stop, unimodal, convex } = stoppingRule(whole, chunk, (request) => curve.at(request).logPassRate);
  const best = extents.reduce((top, extent) => (extent.logPassRate > top.logPassRate ? extent : top));
  if (!Number.isFinite(chunkCost)) onAbsent({ chunkCost: "a chunk cannot be passed" });
  return {
    chunk,
    ...named("chunkCost", chunkCost),
    stop,
    best: best.chunks,
    unimodal,
    convex,
    extents: extents.map(({ chunks, tail, tailRisk, marginalDrop, pays, logPassRate }) => ({
      chunks,
      tail,
      ...named("tailRisk", tailRisk),
      ...named("marginalDrop", marginalDrop),
      pays,
      passRate: Math.exp(logPassRate),
    })),
  };
}

/** JSON has no infinity: an infinite cost has no field. */
function named<N extends string>(name: N, value: number | undefined): { [K in N]?: number } {
  return value !== undefined && Number.isFinite(value) ? ({ [name]: value } as { [K in N]: number }) : {};
}
