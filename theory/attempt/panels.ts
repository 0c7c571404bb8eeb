import type { TruncatedNormal } from "../../numerics/truncatedNormal.ts";
import { Unresolved } from "../unresolved.ts";
import type { GuidedPool } from "./guidedPool.ts";
import { type IntervalSet, sumOf, unite, within } from "./intervalSet.ts";

/**
 * Sums of step ends are added as panel ends, order by order, while their number stays below this: a pool of four has its sums of two.
 * At 64 it had not, and rates were off by up to 1e-5 unseen.
 */
const MOST_BREAKS = 200;
/** A switch shorter than this share of the panels is sharp: its images after one step, bends over the same length, are resolved too. */
const SHARP = 0.06;
/** Next to such an image a panel spans at most this many 1/λ: one step has smoothed the switch by an order. */
const IMAGE_LENGTHS_PER_PANEL = 2;
/** A panel spans at most this many scales of a member that shows there; at 14 nodes the normal law is then resolved to 1e-12. */
export const SCALES_PER_PANEL = 2.5;
/** Next to a switch of the weights a panel spans at most this many 1/λ: their poles lie π/(2λ) off the line. */
const SWITCH_LENGTHS_PER_PANEL = 1.5;

/**
 * Pairs of a source and a target panel that the rows may join: at 14 nodes a panel 0.4 gigabytes. Counted in panels, so that
 * every order of quadrature comes to the same decision.
 */
export const MOST_PANEL_PAIRS = 234_000;

/** A run of steps of one member alone is followed for its narrow trace this far, while its probability is above SEEN. */
const ALL_LAYERS = 16;
const FIRST_LAYERS = 2;
const SEEN = 1e-9;

/**
 * Solves with every narrow trace resolved or, where that takes more memory than the solver allows itself, with the first ones
 * only: fewer panels, and the error estimate tells what that costs.
 *
 * @throws Unresolved when even that is too much
 */
export function resolved<T>(solve: (layers: number) => T): T {
  try {
    return solve(ALL_LAYERS);
  } catch (error) {
    if (!(error instanceof Unresolved)) throw error;
    return solve(FIRST_LAYERS);
  }
}

export type Panel = readonly [number, number];

/** What is to be cut into panels: positions of an attempt, or remaining distances. One step adds a draw to either. */
export interface Cut {
  /** Where the function can be positive. */ readonly reachable: IntervalSet;
  readonly range: Panel;
  /** Points that must be panel ends where they fall inside. */ readonly breaks: readonly number[];
  /** Jumps that no step has smoothed yet: from there a narrow member's trace begins. */ readonly starts: readonly number[];
  /** Where the guided weights switch. */ readonly switches: readonly number[];
  /** Shortest panel kept apart, units of work; closer breaks are one. */ readonly atLeast: number;
  /** Steps of one member alone that are followed for its narrow trace. */ readonly layers: number;
}

/**
 * @param tolerance  ε; a window of no width holds nothing, and says so truly
 * @param atLeast    the shortest panel kept apart
 * @throws Unresolved where the accepted window is narrower: it would be left out, and its mass be 0 without a word
 */
export function requireVisibleWindow(tolerance: number, atLeast: number): void {
  if (tolerance > 0 && 2 * tolerance < atLeast)
    throw new Unresolved("the tolerance is too small beside the progress of an attempt for double precision");
}

/**
 * Where a function that is carried from step to step is not smooth.
 *
 * From each start one step leads to a jump at start + e, e a step end; k steps to a jump in the (k − 1)-th derivative at start +
 * a sum of k ends. Bends, where the guided weights have a kink, show themselves and, one step on, at bend + e.
 *
 * @param starts  jumps before the first step: 0 for positions, ∓ε for remaining distances
 */
export function roughPoints(pool: GuidedPool, starts: readonly number[], bends: readonly number[], top: number): number[] {
  const ends = [...new Set(pool.members.flatMap((member) => member.support))];
  const onwards = (points: readonly number[]) => [...new Set(points.flatMap((point) => ends.map((end) => point + end)))];
  let level = onwards(starts);
  let found = new Set([...level, ...bends]);
  for (let order = 2; order <= 5; order++) {
    level = onwards(level).filter((sum) => sum < top);
    const next = new Set([...found, ...level, ...(order === 2 ? onwards(bends) : [])]);
    if (next.size > MOST_BREAKS) break;
    found = next;
  }
  return [...found];
}

/** Where the weights bend: at the member means, and about a switch too sharp for the panels. Remaining distances. */
export function bendsOf(pool: GuidedPool): number[] {
  return [...pool.kinks, ...(isSharp(pool) ? pool.switches : [])];
}

/**
 * Cuts the reachable part of [low, high] into panels: at every break, then until each is short enough for what happens there.
 *
 * The member with the broadest law sets the length everywhere; a narrower one sets its own only in its layers, where its steps
 * alone lead from the start or from a jump of another. Elsewhere the broader laws have smoothed it away.
 */
export function panelsOf(pool: GuidedPool, cut: Cut): Panel[] {
  const { reachable, breaks, atLeast, switches, starts } = cut;
  const [low, high] = cut.range;
  const sorted = breaks.toSorted((a, b) => a - b);
  const lengths = pool.members.map(panelLength);
  const reach = reachable.at(-1)?.[1] ?? 0;
  const broadest = Math.max(...lengths);
  const layers = pool.members.flatMap((_, i) =>
    lengths[i] < broadest ? [{ length: lengths[i], where: layerOf(pool, i, { reach, starts, most: cut.layers }) }] : [],
  );
  const images = isSharp(pool) ? switches.flatMap((at) => pool.members.flatMap(({ support }) => support.map((end) => at + end))) : [];
  const panels: Panel[] = [];
  for (const [from, to] of within(reachable, low, high)) {
    let start = from;
    for (const end of [...sorted.filter((point) => point > from && point < to), to]) {
      if (end - start < atLeast && end !== to) continue;
      if (end - start >= atLeast) split(start, end);
      start = end;
    }
  }
  return panels;

  function split(from: number, to: number): void {
    const pieces = Math.ceil((to - from) / broadest);
    // Every panel is joined to one at least: so many could not be, and making them would take seconds.
    if (panels.length + pieces > MOST_PANEL_PAIRS)
      throw new Unresolved("a step law is too narrow beside the stage for the exact solver's memory");
    for (let i = 0; i < pieces; i++) grade(from + ((to - from) * i) / pieces, from + ((to - from) * (i + 1)) / pieces);
  }
  /** Halves a panel while it is longer than a layer it touches allows, or long beside its distance from the nearest switch. */
  function grade(from: number, to: number): void {
    if (to - from <= allowed(from, to)) panels.push([from, to]);
    else {
      grade(from, (from + to) / 2);
      grade((from + to) / 2, to);
    }
  }
  function allowed(from: number, to: number): number {
    let length = broadest;
    for (const layer of layers)
      if (layer.length < length && layer.where.some(([start, end]) => start < to && end > from)) length = layer.length;
    const nearest = (places: readonly number[]) =>
      places.reduce((least, s) => Math.min(least, Math.max(from - s, s - to, 0)), Number.POSITIVE_INFINITY);
    return Math.min(
      length,
      Math.max(SWITCH_LENGTHS_PER_PANEL * pool.switchLength, nearest(switches)),
      Math.max(IMAGE_LENGTHS_PER_PANEL * pool.switchLength, nearest(images)),
    );
  }
}

function isSharp(pool: GuidedPool): boolean {
  return pool.switchLength < SHARP * Math.max(...pool.members.map(panelLength));
}

/** Panels of at most this length resolve the law of one member. */
function panelLength(member: TruncatedNormal): number {
  return Math.min(SCALES_PER_PANEL * member.scale, (member.support[1] - member.support[0]) / 2);
}

/** Where a member's own scale shows: a run of at most `most` of its steps alone, from a jump. */
function layerOf(pool: GuidedPool, i: number, run: { reach: number; starts: readonly number[]; most: number }): IntervalSet {
  const once: IntervalSet = [pool.members[i].support];
  const weight = pool.steered ? 1 : pool.weights[i];
  let last = once;
  let layer = once;
  for (let steps = 2; steps <= run.most && weight ** steps > SEEN; steps++) {
    last = within(sumOf(last, once), 0, run.reach);
    if (last.length === 0) break;
    layer = unite([...layer, ...last]);
  }
  return unite(run.starts.flatMap((start) => layer.map(([from, to]) => [start + from, start + to] as const)));
}
