import type { Point } from "../model/point.ts";
import { requestsOf } from "../model/requests.ts";
import { gridTable, unitOf } from "./grid.ts";
import type { StageRule } from "./kernel/kernel.ts";
import { compilePool, type Member, type Pool } from "./pool.ts";
import { type StepTable, stepTable } from "./stepTable.ts";

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
  /** Progress is counted in whole multiples of this, units of work; undefined where it is counted in doubles. */
  readonly unit: number | undefined;
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
  const stepTables = point.pool.map((action) => remembered(tables, TABLES_KEPT, JSON.stringify(action), () => stepTable(action)));
  const unit = unitOf(stepTables, reachOf(point, windows));
  const members = stepTables.map((table, i): Member => {
    return { table, grid: unit === undefined ? undefined : gridTable(table, unit), weight: point.weights[i] };
  });
  const pools = new Map<string, Pool>();
  const poolOf = (kept: readonly number[]) =>
    remembered(pools, POOLS_KEPT, kept.join(), () => {
      // Pruning may remove any member, but one of weight 0 is never drawn.
      const drawable = kept.map((i) => members[i]).filter((member) => member.weight > 0);
      return compilePool(drawable, point.guidance);
    });
  return { point, windows, unit, poolOf };
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

/** The largest progress that an attempt can come to: a step from just below the window, or all steps where none is checked. */
function reachOf({ pool, stepBudget, verification }: Point, windows: readonly Window[]): number {
  const longest = Math.max(...pool.map(({ max }) => max));
  const lowest = verification === "every-step" ? Math.max(...windows.map(({ low }) => low)) + longest : Number.POSITIVE_INFINITY;
  return Math.min(stepBudget * longest, lowest);
}

/** What a stage asks of its lanes. */
export function ruleOf({ point, unit = 1 }: Program, pool: Pool, { request, low, high }: Window): StageRule {
  const everyStep = point.verification === "every-step";
  const stepBudget = everyStep ? point.stepBudget : plannedSteps(point.stepBudget, request, pool.mean);
  return { request, unit, low: low / unit, high: high / unit, stepBudget, retryBudget: point.retryBudget, everyStep };
}

/** The steps that `stage-end` plans beforehand: round(ℓ / mean), halves up, within [1, M]. */
export function plannedSteps(stepBudget: number, request: number, mean: number): number {
  return Math.min(stepBudget, Math.max(1, Math.round(request / mean)));
}
