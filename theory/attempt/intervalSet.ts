/** A union of disjoint closed intervals, ascending. Lengths in units of work. */
export type IntervalSet = readonly (readonly [number, number])[];

/** More pieces than this are covered by their hull: a superset is always right, only less sparing. */
const MOST_PIECES = 256;

/** The union of any intervals; touching ones are merged. */
export function unite(intervals: IntervalSet): IntervalSet {
  const sorted = intervals.filter(([from, to]) => from < to).toSorted((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  const [first, last] = [merged[0], merged.at(-1)];
  return first && last && merged.length > MOST_PIECES ? [[first[0], last[1]]] : merged;
}

/** {x + y : x in a, y in b}, the Minkowski sum. */
export function sumOf(a: IntervalSet, b: IntervalSet): IntervalSet {
  return unite(a.flatMap(([from, to]) => b.map(([low, high]) => [from + low, to + high] as const)));
}

/** The part of a set inside [from, to]. */
export function within(set: IntervalSet, from: number, to: number): IntervalSet {
  return set.map(([low, high]) => [Math.max(low, from), Math.min(high, to)] as const).filter(([low, high]) => low < high);
}
