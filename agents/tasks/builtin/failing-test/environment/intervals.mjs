/** Intervals are pairs [start, end] of whole numbers with start < end: from start, up to but not including end. */

/** The same times as the fewest intervals, in order: those that overlap or touch become one. */
export function merge(intervals) {
  const merged = [];
  for (const interval of intervals.sort()) {
    const last = merged.at(-1);
    if (last && interval[0] <= last[1]) last[1] = interval[1];
    else merged.push(interval);
  }
  return merged;
}

/** What of the interval `within` is covered by none of the intervals, in order. */
export function gaps(intervals, within) {
  const free = [];
  let from = within[0];
  for (const [start, end] of merge(intervals)) {
    if (start > from) free.push([from, start]);
    from = end;
  }
  return free;
}

/** The start of the first gap in `within` that is at least `length` long; undefined where there is none. */
export function firstFit(intervals, within, length) {
  return gaps(intervals, within).find(([start, end]) => end - start > length)?.[0];
}
