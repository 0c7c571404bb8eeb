import fc from "fast-check";
import { expect, test } from "vitest";
import { dyadic, minus, plus, readDyadic, times, toNumber, writeDyadic } from "../../numerics/dyadic.ts";
import { type ExactMoments, exactly, mergeExact, momentsOfExact, NO_EXACT_MOMENTS } from "../../numerics/exactMoments.ts";
import { momentsOf } from "../../numerics/moments.ts";

const anyDouble = fc.double({ noNaN: true, noDefaultInfinity: true });
const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { maxLength: 50 });
const exactOf = (sample: readonly number[]) => exactly(momentsOf(Float64Array.from(sample)));
const text = ({ count, sum, squares }: ExactMoments) => [count, writeDyadic(sum), writeDyadic(squares)].join();

test("exact numbers are the doubles they come from, subnormal ones too, and are read as they are written", () =>
  fc.assert(
    fc.property(anyDouble, (x) => {
      expect(toNumber(dyadic(x))).toBe(x + 0); // −0 becomes 0
      expect(toNumber(readDyadic(writeDyadic(dyadic(x))))).toBe(x + 0);
    }),
    { seed: 20261125, numRuns: 2000, examples: [[5e-324], [-(2 ** -1074)], [Number.MAX_VALUE], [0], [2 ** 53 + 2]] },
  ));

test("sums and products are exact: what is added can be taken away again", () =>
  fc.assert(
    fc.property(anyDouble, anyDouble, (x, y) => {
      const [a, b] = [dyadic(x), dyadic(y)];
      expect(writeDyadic(minus(plus(a, b), b))).toBe(writeDyadic(a));
      expect(writeDyadic(times(plus(a, b), plus(a, b)))).toBe(writeDyadic(plus(times(a, plus(a, b)), times(b, plus(a, b)))));
    }),
    { seed: 20261125, numRuns: 1000 },
  ));

test("what is not finite, or not written by us, is refused", () => {
  for (const x of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => dyadic(x)).toThrow(RangeError);
  for (const words of ["", "1", "p", "1p", "zp1", "1p1.5", "0x1p1", `1p${"9".repeat(9)}`])
    expect(() => readDyadic(words)).toThrow(RangeError);
});

test("parts merged in any order and any grouping are the same to the byte", () =>
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 6 }), fc.nat(), (samples, turn) => {
      const parts = samples.map(exactOf);
      const turned = parts.map((_, i) => parts[(i + turn) % parts.length]);
      const grouped = mergeExact(
        turned.slice(0, 2).reduce(mergeExact, NO_EXACT_MOMENTS),
        turned.slice(2).reduce(mergeExact, NO_EXACT_MOMENTS),
      );
      expect(text(grouped)).toBe(text(parts.reduce(mergeExact, NO_EXACT_MOMENTS)));
    }),
    { seed: 20261125, numRuns: 300 },
  ));

test("merging samples is pooling them", () =>
  fc.assert(
    fc.property(values, values, (a, b) => {
      const merged = momentsOfExact(mergeExact(exactOf(a), exactOf(b)));
      const pooled = momentsOf(Float64Array.from([...a, ...b]));
      expect(merged.count).toBe(pooled.count);
      // Sums of at most 100 terms up to 1e3 and 1e6: rounding stays below 1e-10 and 1e-6.
      expect(Math.abs(merged.mean - pooled.mean)).toBeLessThan(1e-10);
      expect(Math.abs(merged.squares - pooled.squares)).toBeLessThan(1e-6);
    }),
    { seed: 20261121 },
  ));

test("a small spread on a large mean keeps its digits", () => {
  const sample = Array.from({ length: 1000 }, (_, i) => 1e9 + (i % 2));
  expect(momentsOfExact(mergeExact(exactOf(sample.slice(0, 500)), exactOf(sample.slice(500)))).squares).toBeCloseTo(250, 6);
});

test("nothing has no moments", () => {
  expect(momentsOf(new Float64Array(0))).toEqual({ count: 0, mean: 0, squares: 0 });
  expect(momentsOfExact(NO_EXACT_MOMENTS)).toEqual({ count: 0, mean: 0, squares: 0 });
});
