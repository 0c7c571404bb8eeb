import type { Point } from "../../model/point.ts";
import type { GuidedPool } from "../attempt/guidedPool.ts";
import { type Stage, solveStage } from "../stage.ts";

/** The requests that an adaptive harness may choose from, each with its solved stage. */
export interface Askable {
  /** Ascending by request. */ readonly stages: readonly Stage[];
  /** r where the request is ε + r·spacing, 0 where it stands off the lattice; shape [stages]. */ readonly rungs: readonly number[];
  /** Spacing of the lattice, units of work. */ readonly spacing: number;
}

/**
 * Requests ε + s, ε + 2s, … up to G + 2ε; those whose window begins or ends at an end of one step or of two, where P(ℓ) has its
 * kinks and often its peaks; and some besides. An accepted attempt at a request above G + 2ε has passed the
 * goal's window, and beyond M steps at their longest plus ε nothing is ever accepted: both are left out.
 *
 * @param spacing  s, units of work
 * @param besides  further requests, above the tolerance, such as those of a fixed plan to be compared with
 * @param order    Gauss nodes per panel
 */
export function askable(pool: GuidedPool, point: Point, spacing: number, besides: readonly number[], order: number): Askable {
  const { tolerance, goal, stepBudget } = point;
  const reach = stepBudget * Math.max(...pool.members.map(({ support }) => support[1]));
  const most = Math.min(goal + 2 * tolerance, reach + tolerance);
  const count = Math.floor((most - tolerance) / spacing + 1e-9);
  const lattice = Array.from({ length: count }, (_, k) => ({ request: tolerance + (k + 1) * spacing, rung: k + 1 }));
  const known = new Set(lattice.map(({ request }) => request));
  const ends = pool.members.flatMap(({ support }) => support);
  const kinks = [...ends, ...ends.map((end) => 2 * end)]
    .flatMap((end) => [end - tolerance, end + tolerance])
    .filter((request) => request > tolerance && request < most);
  const others = [...new Set([...kinks, ...besides])].filter((request) => !known.has(request)).map((request) => ({ request, rung: 0 }));
  const all = [...lattice, ...others].toSorted((a, b) => a.request - b.request);
  return { stages: all.map(({ request }) => solveStage(pool, point, request, order)), rungs: all.map(({ rung }) => rung), spacing };
}

/** The same without every second request of the lattice: what twice the spacing would offer. */
export function everySecond({ stages, rungs, spacing }: Askable): Askable {
  const kept = rungs.flatMap((rung, i) => (rung % 2 === 0 ? [i] : []));
  return { stages: kept.map((i) => stages[i]), rungs: kept.map((i) => rungs[i] / 2), spacing: 2 * spacing };
}

/** Index of the request one rung below each, or its own where there is none. */
export function oneRungLess(rungs: readonly number[]): Int32Array {
  const placeOf = new Map(rungs.map((rung, i) => [rung, i]));
  return Int32Array.from(rungs, (rung, i) => (rung > 1 ? (placeOf.get(rung - 1) ?? i) : i));
}
