import type { ActionDistribution, Point, StagePlan } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import { parsePoint } from "../../model/validate.ts";
import { namedStream, nextWord } from "../../numerics/streams.ts";

/** A draw in [0, 1). */
type Draw = () => number;

/** What theorem 2 is tested on: several members, guidance that can tell them apart, one stage of a few steps. */
export function steeredPoint(seed: string, index: number): Point {
  const point = searchedPoint(`${seed}/steered`, index, true);
  const goal = Math.max(2 * point.tolerance, point.goal / 3.5);
  return { ...point, goal, stages: { kind: "uniform", count: 1 }, prune: 0 };
}

/**
 * The i-th searched point of a seed: any goal, plan, tolerance, budgets, pool, weights, guidance and mode, so that boundaries fall
 * anywhere. Steps are of the order of 1 to 12 units of work, as the paper's are; one point in eight is extreme in one thing:
 * a law all but a point, all but flat, kept far in its tail, starting at 0, or a pool whose weight lies on one member.
 */
export function searchedPoint(seed: string, index: number, steered = false): Point {
  const stream = namedStream(seed, index, "searched point");
  const draw: Draw = () => (nextWord(stream) + 0.5) / 2 ** 32;
  const between = (low: number, high: number) => low + (high - low) * draw();
  const whole = (low: number, high: number) => Math.floor(between(low, high + 1));
  const oneOf = <T>(...items: readonly T[]) => items[whole(0, items.length - 1)];

  const goal = between(10, 27);
  const pool = Array.from(
    { length: steered ? oneOf(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 4) : oneOf(1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 4) },
    () => member(between),
  );
  const weights = pool.map(() => between(0.1, 3));
  const extreme = whole(0, 7) === 0 ? oneOf("narrow", "flat", "tail", "zero", steered ? "none" : "one weight") : "none";
  pool[0] = extremeOf(pool[0], extreme, between);
  if (extreme === "one weight") weights.fill(0, 1);
  const stages = planOf(goal, between, whole, oneOf);
  const least = Math.min(...requestsOf(stages, goal));
  return parsePoint({
    goal,
    stages,
    tolerance: between(0.05, 0.6) * Math.min(least, 8),
    stepBudget: whole(1, 10),
    retryBudget: oneOf(1, 2, 3, 5, 8, 20),
    pool,
    weights,
    guidance: {
      kind: steered ? oneOf("aligned", "misaligned") : oneOf("none", "aligned", "misaligned"),
      strength: 10 ** between(-1.5, 0.5),
    },
    onUnrecovered: oneOf("carry", "abort"),
    verification: oneOf("every-step", "every-step", "stage-end"),
    prune: pool.length > 1 && extreme !== "one weight" ? oneOf(0, 0, 0, 1) : 0,
  });
}

function member(between: (low: number, high: number) => number): ActionDistribution {
  const min = between(0.2, 7);
  const width = between(0.5, 9);
  return { mu: min + between(-0.5, 1.5) * width, sigma: between(0.15, 1.5) * width, min, max: min + width };
}

function extremeOf(action: ActionDistribution, kind: string, between: (low: number, high: number) => number): ActionDistribution {
  const width = action.max - action.min;
  switch (kind) {
    case "narrow":
      return { ...action, sigma: between(3e-3, 3e-2) * width, mu: action.min + between(0.2, 0.8) * width };
    case "flat":
      return { ...action, sigma: between(1e2, 1e5) * width };
    case "tail":
      return { ...action, mu: action.max + between(3, 12) * action.sigma };
    case "zero":
      return { ...action, min: 0 };
    default:
      return action;
  }
}

function planOf(
  goal: number,
  between: (low: number, high: number) => number,
  whole: (low: number, high: number) => number,
  oneOf: <T>(...items: readonly T[]) => T,
): StagePlan {
  switch (oneOf("uniform", "partial", "explicit")) {
    case "uniform":
      return { kind: "uniform", count: whole(1, 16) };
    case "partial": {
      const chunk = between(0.06, 0.3) * goal;
      // A tail of at least half a chunk, so that the tolerance can be below it.
      return { kind: "partial", chunk, chunks: whole(0, Math.floor(goal / chunk - 0.5)) };
    }
    default:
      return { kind: "explicit", requests: Array.from({ length: whole(1, 5) }, () => between(2, 13)) };
  }
}
