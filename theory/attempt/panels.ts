import type { GuidedPool } from "./guidedPool.ts";
import { type IntervalSet, within } from "./intervalSet.ts";

/** Sums of step ends are added as panel ends, order by order, while their number stays below this. */
const MOST_BREAKS = 64;
/** A switch of the weights shorter than this is as good as a jump, and its images after a step are panel ends too. */
const SHARP = 0.05;
/** A panel spans at most this many scales of the narrowest member; at 16 nodes the normal law is then resolved to 1e-13. */
const SCALES_PER_PANEL = 2.5;
/** Next to a switch of the weights a panel spans at most this many 1/λ: their poles lie π/(2λ) off the line. */
const SWITCH_LENGTHS_PER_PANEL = 1.5;

export type Panel = readonly [number, number];

/**
 * Where the densities of S_1, S_2, … are not smooth.
 *
 * S_1 jumps at the step ends e; S_k has a jump in its (k − 1)-th derivative at sums of k ends. The guided weights bend at
 * remaining distance m: a panel end at ℓ − m, and after one more step at ℓ − m + e.
 */
export function roughPoints(pool: GuidedPool, request: number, top: number): number[] {
  const ends = [...new Set(pool.members.flatMap((member) => member.support))];
  const bends = [...pool.kinks, ...(pool.switchLength < SHARP ? pool.switches : [])].map((distance) => request - distance);
  let found = new Set([...ends, ...bends]);
  let level = ends;
  for (let order = 2; order <= 5; order++) {
    level = [...new Set(level.flatMap((sum) => ends.map((end) => sum + end)))].filter((sum) => sum < top);
    const next = new Set([...found, ...level, ...(order === 2 ? bends.flatMap((bend) => ends.map((end) => bend + end)) : [])]);
    if (next.size > MOST_BREAKS) break;
    found = next;
  }
  return [...found];
}

/**
 * Cuts the reachable part of [low, high] into panels: at every break, then until each is short enough for the members' scale
 * and for the switches of the guided weights.
 *
 * @param reachable  where the density can be positive
 * @param breaks     points that must be panel ends where they fall inside
 * @param atLeast    shortest panel kept apart, units of work; closer breaks are one
 */
export function panelsOf(
  pool: GuidedPool,
  request: number,
  reachable: IntervalSet,
  [low, high]: Panel,
  breaks: readonly number[],
  atLeast: number,
): Panel[] {
  const sorted = breaks.toSorted((a, b) => a - b);
  const longest = Math.min(
    ...pool.members.map((member) => Math.min(SCALES_PER_PANEL * member.scale, (member.support[1] - member.support[0]) / 2)),
  );
  const switches = pool.switches.map((distance) => request - distance);
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
    const pieces = Math.ceil((to - from) / longest);
    for (let i = 0; i < pieces; i++) grade(from + ((to - from) * i) / pieces, from + ((to - from) * (i + 1)) / pieces);
  }
  /** Halves a panel while it is long beside its distance from the nearest switch. */
  function grade(from: number, to: number): void {
    const distance = switches.reduce((least, s) => Math.min(least, Math.max(from - s, s - to, 0)), Number.POSITIVE_INFINITY);
    if (to - from <= Math.max(SWITCH_LENGTHS_PER_PANEL * pool.switchLength, distance)) panels.push([from, to]);
    else {
      grade(from, (from + to) / 2);
      grade((from + to) / 2, to);
    }
  }
}
