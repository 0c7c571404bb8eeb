import { expect, test } from "vitest";
import { differenceInterval, meanInterval, wilsonInterval } from "../../numerics/intervals.ts";
import { momentsOf } from "../../numerics/moments.ts";

test.each([
  // Tabulated 95% score intervals without continuity correction.
  [0, 10, 0, 0.2775],
  [5, 10, 0.2366, 0.7634],
  [10, 10, 0.7225, 1],
  [81, 263, 0.2553, 0.3662], // Newcombe (1998), Table I, method 3
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("Wilson %i of %i", (successes, trials, low, high) => {
  const interval = wilsonInterval(successes, trials);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test("Wilson's ends solve |p̂ − p| = z·√(p(1 − p)/n)", () => {
  for (const [k, n] of [
    [1, 3],
    [17, 1000],
    [999_999, 1_000_000],
  ]) {
    const { low, high } = wilsonInterval(k, n, 1.5);
    for (const p of [low, high]) expect(Math.abs(k / n - p) / Math.sqrt((p * (1 - p)) / n)).toBeCloseTo(1.5, 6);
  }
});

test("a proportion must be one", () => {
  expect(() => wilsonInterval(3, 2)).toThrow(RangeError);
  expect(() => wilsonInterval(0, 0)).toThrow(RangeError);
});

test("the mean's interval is mean ± 1.96·s/√n, cut at the least value", () => {
  // 1, 2, 3, 4: mean 2.5, s² = 5/3, s/√n = √(5/12).
  const moments = momentsOf(Float64Array.of(1, 2, 3, 4));
  const half = 1.959963984540054 * Math.sqrt(5 / 12);
  expect(meanInterval(moments)).toEqual({ low: expect.closeTo(2.5 - half, 12), high: expect.closeTo(2.5 + half, 12) });
  expect(meanInterval(moments, 2).low).toBe(2);
  expect(() => meanInterval(momentsOf(Float64Array.of(1)))).toThrow(/count/);
});

test.each([
  // Newcombe, Interval estimation for the difference between independent proportions (1998), Table II, method 10; the second less the first.
  [48, 80, 56, 70, 0.0524, 0.3339],
  [3, 10, 9, 10, 0.1705, 0.809],
  [2, 7, 6, 7, 0.0582, 0.8062],
  [0, 29, 5, 56, -0.0381, 0.1926],
])("the difference of %i of %i and %i of %i", (k, m, j, n, low, high) => {
  const of = (successes: number, trials: number) => ({ value: successes / trials, ...wilsonInterval(successes, trials) });
  const interval = differenceInterval(of(k, m), of(j, n));
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test("a difference from what is known exactly has the other's interval; of two normal ones the half-widths add in squares", () => {
  const around = (value: number, half: number) => ({ value, low: value - half, high: value + half });
  expect(differenceInterval(around(1, 0), around(3, 0.5))).toEqual({ low: 1.5, high: 2.5 });
  expect(differenceInterval(around(1, 3), around(1, 4))).toEqual({ low: -5, high: 5 });
});
