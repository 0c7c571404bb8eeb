import type { Point } from "../model/point.ts";
import { requestsOf } from "../model/requests.ts";
import type { StageRule } from "./kernel/kernel.ts";
import { compilePool, type Member, type Pool } from "./pool.ts";
import { EDGES, type StepTable, stepTable } from "./stepTable.ts";

/** A stage as the kernel reads it. Progress within it is accepted in [low, high]. */
export interface Window {
  /** ℓ. */ readonly request: number;
  /** ℓ − ε. */ readonly low: number;
  /** ℓ + ε; just below `low` where ε = 0, as a continuous law never meets a single point. */ readonly high: number;
}

/** A point made ready to simulate. */
export interface Program {
  readonly point: Point;
  readonly windows: readonly Window[];
  /** The pool of the members kept, by their ascending indices, at least one of positive weight. */
  poolOf(kept: readonly number[]): Pool;
}

/** Step tables by law, kept by the caller: a sweep asks for the same few again and again. */
export type Tables = Map<string, StepTable>;
const TABLES_KEPT = 256;
/** Pools kept per program; only a random pruning of many members makes more of them. */
const POOLS_KEPT = 512;

/** @throws RangeError where double precision cannot hold a member's law */
export function compile(point: Point, tables: Tables): Program {
  const windows = requestsOf(point.stages, point.goal).map((request) => windowOf(request, point.tolerance));
  const members = point.pool.map((action, i): Member => {
    const table = remembered(tables, TABLES_KEPT, JSON.stringify(action), () => stepTable(action));
    return { table, row: i, weight: point.weights[i] };
  });
  const edges = new Float64Array(members.length * EDGES);
  for (const { table, row } of members) edges.set(table.edges, row * EDGES);
  const pools = new Map<string, Pool>();
  const poolOf = (kept: readonly number[]) =>
    remembered(pools, POOLS_KEPT, kept.join(), () => {
      // Pruning may remove any member, but one of weight 0 is never drawn.
      const drawable = kept.map((i) => members[i]).filter((member) => member.weight > 0);
      return compilePool(drawable, edges, point.guidance);
    });
  return { point, windows, poolOf };
}

export function windowOf(request: number, tolerance: number): Window {
  const high = tolerance > 0 ? request + tolerance : request * (1 - 2 ** -53); // the double next below
  return { request, low: request - tolerance, high };
}

/** The value of a key, made at first asking; the oldest goes when there are too many. */
function remembered<V>(map: Map<string, V>, most: number, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (map.size >= most) map.delete(map.keys().next().value as string);
  map.set(key, made);
  return made;
}

/** What a stage asks of its lanes. */
export function ruleOf(point: Point, pool: Pool, window: Window): StageRule {
  const everyStep = point.verification === "every-step";
  const stepBudget = everyStep ? point.stepBudget : plannedSteps(point.stepBudget, window.request, pool.mean);
  return { ...window, stepBudget, retryBudget: point.retryBudget, everyStep };
}

/** The steps that `stage-end` plans beforehand: round(ℓ / mean), halves up, within [1, M]. */
export function plannedSteps(stepBudget: number, request: number, mean: number): number {
  return Math.min(stepBudget, Math.max(1, Math.round(request / mean)));
}
