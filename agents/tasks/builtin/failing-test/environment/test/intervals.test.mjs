import assert from "node:assert/strict";
import test from "node:test";
import { firstFit, gaps, merge } from "../intervals.mjs";

test("meetings of a day become blocks", () => {
  const meetings = [
    [13, 14],
    [9, 12],
    [10, 11],
    [14, 15],
  ];
  assert.deepEqual(merge(meetings), [
    [9, 12],
    [13, 15],
  ]);
});

test("what is free lies between them and after them", () => {
  assert.deepEqual(gaps([[9, 12]], [8, 18]), [
    [8, 9],
    [12, 18],
  ]);
});

test("a gap may be just long enough", () => {
  assert.equal(firstFit([[10, 12]], [8, 18], 2), 8);
});
