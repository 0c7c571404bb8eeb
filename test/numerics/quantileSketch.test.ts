import fc from "fast-check";
import { expect, test } from "vitest";
import { QuantileSketch } from "../../numerics/quantileSketch.ts";

const WIDTH = 2 ** -4;
const anyValue = fc.oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.constantFrom(0, WIDTH, -WIDTH, 2 ** 40, -(2 ** 40)));
const values = fc.array(anyValue, { minLength: 1, maxLength: 200 }).map((list) => Float64Array.from(list));
const sketchOf = (sample: Float64Array) => {
  const sketch = new QuantileSketch(WIDTH);
  sketch.add(sample);
  return sketch;
};

test("every order statistic lies in the bin of its rank", () =>
  fc.assert(
    fc.property(values, (sample) => {
      const sorted = sample.toSorted();
      const bins = sketchOf(sample).locate(Array.from(sorted, (_, i) => i + 1));
      for (const [i, { low, at, high }] of bins.entries()) {
        expect(low <= sorted[i] && sorted[i] < high).toBe(true);
        expect(low < at && at < high && high - low === WIDTH).toBe(true);
      }
    }),
    { seed: 20261125, numRuns: 300 },
  ));

test("the check has teeth: the bin of the next larger value is caught", () => {
  const [{ low }] = sketchOf(Float64Array.of(1.25 + WIDTH)).locate([1]);
  expect(low <= 1.25).toBe(false);
});

test("parts merged are the whole, and survive as JSON", () =>
  fc.assert(
    fc.property(values, values, (a, b) => {
      const merged = new QuantileSketch(0);
      merged.merge(QuantileSketch.from(JSON.parse(JSON.stringify(sketchOf(b)))));
      merged.merge(sketchOf(a));
      expect(JSON.stringify(merged)).toBe(JSON.stringify(sketchOf(Float64Array.of(...a, ...b))));
      expect(merged.count).toBe(a.length + b.length);
    }),
    { seed: 20261125, numRuns: 300 },
  ));

test("what is no sketch, or of another width, is refused", () => {
  for (const bins of [[1], [1, 0], [1, 1.5], [1.5, 1], [2, 1, 1, 1], [1, 1, 1, 1]])
    expect(() => QuantileSketch.from({ width: 1, bins })).toThrow(RangeError);
  for (const width of [-1, 0.3, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => new QuantileSketch(width)).toThrow(/width/);
  expect(() => sketchOf(Float64Array.of(1)).locate([2])).toThrow(/rank/);
  const other = new QuantileSketch(1);
  other.add(Float64Array.of(1));
  expect(() => sketchOf(Float64Array.of(1)).merge(other)).toThrow(/width/);
});
