import fc from "fast-check";
import { expect, test } from "vitest";
import { QuantileSketch } from "../../numerics/quantileSketch.ts";

const anyValue = fc.oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.constantFrom(0, 1, -1, 2 ** 40, -(2 ** -40)));
const values = fc.array(anyValue, { minLength: 1, maxLength: 200 }).map((list) => Float64Array.from(list));
const sketchOf = (sample: Float64Array) => {
  const sketch = new QuantileSketch();
  sketch.add(sample);
  return sketch;
};

test("every order statistic lies in the bin of its rank, and the bin is narrow", () =>
  fc.assert(
    fc.property(values, (sample) => {
      const sorted = sample.toSorted();
      const bins = sketchOf(sample).locate(Array.from(sorted, (_, i) => i + 1));
      for (const [i, { low, at, high }] of bins.entries()) {
        expect(low <= sorted[i] && sorted[i] <= high).toBe(true);
        expect(low <= at && at <= high).toBe(true);
        expect(high - low).toBeLessThanOrEqual(2 ** -8 * Math.abs(sorted[i]) * (1 + 2 ** -8) + 2 ** -1030);
      }
    }),
    { seed: 20261125, numRuns: 300 },
  ));

test("the check has teeth: the bin of the next larger value is caught", () => {
  const [{ low }] = sketchOf(Float64Array.of(1.25)).locate([1]);
  expect(low <= 1.25 * (1 - 2 ** -7)).toBe(false);
});

test("parts merged are the whole, and survive as JSON", () =>
  fc.assert(
    fc.property(values, values, (a, b) => {
      const merged = QuantileSketch.from(JSON.parse(JSON.stringify(sketchOf(b))));
      merged.merge(sketchOf(a));
      expect(JSON.stringify(merged)).toBe(JSON.stringify(sketchOf(Float64Array.of(...a, ...b))));
      expect(merged.count).toBe(a.length + b.length);
    }),
    { seed: 20261125, numRuns: 300 },
  ));

test("what is no sketch is refused", () => {
  for (const rows of [
    [[5000, 1, 1]],
    [[1, 2]],
    [[1, 2000, 1]],
    [[1, 1, 0]],
    [[1, 1, 1.5]],
    [[1, 1, 1, 1, 1]],
    [
      [1, 1, 1],
      [1, 2, 1],
    ],
    [[-1, 1, 1]],
  ])
    expect(() => QuantileSketch.from(rows)).toThrow(RangeError);
  expect(() => sketchOf(Float64Array.of(1)).locate([2])).toThrow(/rank/);
});
