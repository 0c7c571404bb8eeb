import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeMoments, momentsOf, NO_MOMENTS } from "../../numerics/moments.ts";

const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { maxLength: 50 });

test("merging two samples is pooling them", () =>
  fc.assert(
    fc.property(values, values, (a, b) => {
      const merged = mergeMoments(momentsOf(Float64Array.from(a)), momentsOf(Float64Array.from(b)));
      const pooled = momentsOf(Float64Array.from([...a, ...b]));
      expect(merged.count).toBe(pooled.count);
      // Sums of at most 100 terms up to 1e3 and 1e6: rounding stays below 1e-10 and 1e-6.
      expect(Math.abs(merged.mean - pooled.mean)).toBeLessThan(1e-10);
      expect(Math.abs(merged.squares - pooled.squares)).toBeLessThan(1e-6);
    }),
    { seed: 20261121 },
  ));

test("a small spread on a large mean keeps its digits", () => {
  const sample = Float64Array.from({ length: 1000 }, (_, i) => 1e9 + (i % 2));
  expect(mergeMoments(momentsOf(sample, 500), momentsOf(sample.subarray(500))).squares).toBeCloseTo(250, 6);
});

test("nothing has no moments", () => {
  expect(momentsOf(new Float64Array(0))).toEqual(NO_MOMENTS);
  expect(mergeMoments(NO_MOMENTS, NO_MOMENTS)).toEqual(NO_MOMENTS);
});
