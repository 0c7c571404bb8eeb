#!/bin/bash
set -e
cat > /app/intervals.mjs <<'END'
/** Intervals are pairs [start, end] of whole numbers with start < end: from start, up to but not including end. */

/** The same times as the fewest intervals, in order: those that overlap or touch become one. */
export function merge(intervals) {
  const merged = [];
  for (const [start, end] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** What of the interval `within` is covered by none of the intervals, in order. */
export function gaps(intervals, within) {
  const free = [];
  let from = within[0];
  for (const [start, end] of merge(intervals)) {
    if (Math.min(start, within[1]) > from) free.push([from, Math.min(start, within[1])]);
    from = Math.max(from, end);
  }
  if (from < within[1]) free.push([from, within[1]]);
  return free;
}

/** The start of the first gap in `within` that is at least `length` long; undefined where there is none. */
export function firstFit(intervals, within, length) {
  return gaps(intervals, within).find(([start, end]) => end - start >= length)?.[0];
}
END
cat > /app/test/regression.test.mjs <<'END'
import assert from "node:assert/strict";
import test from "node:test";
import { firstFit, gaps, merge } from "../intervals.mjs";

test("numbers are sorted as numbers", () => assert.deepEqual(merge([[10, 11], [9, 10]]), [[9, 11]]));
test("an interval inside another does not cut it", () => assert.deepEqual(merge([[0, 9], [2, 3]]), [[0, 9]]));
test("what is given stays as it was", () => {
  const given = [[5, 8], [1, 3], [2, 4]];
  merge(given);
  assert.deepEqual(given, [[5, 8], [1, 3], [2, 4]]);
});
test("the time after the last interval is free", () => assert.deepEqual(gaps([[1, 3]], [0, 5]), [[0, 1], [3, 5]]));
test("intervals may stick out of the window", () => assert.deepEqual(gaps([[-5, 2], [4, 9]], [0, 6]), [[2, 4]]));
test("a gap may be just long enough", () => assert.equal(firstFit([[2, 4]], [0, 4], 2), 0));
END
node --test /app/test/
