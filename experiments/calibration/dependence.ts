import type { ObservedStep } from "./observations.ts";

/** Groups of steps by the distance left, at most. */
const DISTANCE_GROUPS = 6;

/** Group of each step by its distance: about equally many in each, equal distances together. */
export function distanceGroups(steps: readonly ObservedStep[]): readonly number[] {
  const sorted = Float64Array.from(steps, ({ distance }) => distance).sort();
  const cuts = Array.from({ length: DISTANCE_GROUPS - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / DISTANCE_GROUPS)]);
  return steps.map(({ distance }) => cuts.filter((cut) => cut <= distance).length);
}

export const requestGroups = (steps: readonly ObservedStep[]): readonly number[] => {
  const requests = [...new Set(steps.map(({ request }) => request))];
  return steps.map(({ request }) => requests.indexOf(request));
};

/** First attempts, and those after a rejection. */
export const attemptGroups = (steps: readonly ObservedStep[]): readonly number[] => steps.map(({ attempt }) => (attempt > 1 ? 1 : 0));

/**
 * Kiefer's statistic of several samples, Σ_g n_g ∫ (F_g − F)² dF with empirical laws: 0 where all groups hold the same steps, and large
 * where any part of their laws differs, not the mean alone.
 */
export function apart(steps: readonly ObservedStep[], groups: readonly number[]): number {
  const order = steps.map((_, i) => i).sort((i, j) => steps[i].value - steps[j].value);
  const sizes: number[] = [];
  for (const group of groups) sizes[group] = (sizes[group] ?? 0) + 1;
  const below = sizes.map(() => 0);
  const n = steps.length;
  let [sum, tied] = [0, 0];
  for (let rank = 0; rank < n; rank++) {
    const i = order[rank];
    below[groups[i]]++;
    tied++;
    if (rank + 1 < n && steps[order[rank + 1]].value === steps[i].value) continue;
    sizes.forEach((size, group) => {
      sum += (tied * size * (below[group] / size - (rank + 1) / n) ** 2) / n;
    });
    tied = 0;
  }
  return sum;
}

/** Steps that end within the tolerance of what was left, and how many of all steps would, had each been put to the others' distances. */
export function landings(steps: readonly ObservedStep[], tolerance: number): { readonly seen: number; readonly expected: number } {
  const sorted = Float64Array.from(steps, ({ value }) => value).sort();
  let [seen, expected] = [0, 0];
  for (const { value, distance } of steps) {
    if (Math.abs(value - distance) <= tolerance) seen++;
    expected += (countBelow(sorted, distance + tolerance, true) - countBelow(sorted, distance - tolerance, false)) / sorted.length;
  }
  return { seen, expected };
}

/** Values below x, or at most x. */
function countBelow(sorted: Float64Array, x: number, included: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (included ? sorted[middle] <= x : sorted[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Spearman's correlation of step and distance, ties at their mean rank; undefined where either does not vary. */
export function rankCorrelation(steps: readonly ObservedStep[]): number | undefined {
  const [x, y] = [ranksOf(steps.map(({ value }) => value)), ranksOf(steps.map(({ distance }) => distance))];
  const middle = (steps.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((rank, i) => {
    xy += (rank - middle) * (y[i] - middle);
    xx += (rank - middle) ** 2;
    yy += (y[i] - middle) ** 2;
  });
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : undefined;
}

function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}
