import { describe, expect, test } from "vitest";
import { maximumBetween } from "../../numerics/maximum.ts";

describe("the largest value on an interval", () => {
  // A top is flat to second order: f is within rounding of its top for sqrt(ε) ≈ 1e-8 about it.
  test("a smooth top", () => expect(maximumBetween((x) => -((x - 0.3) ** 2), -1, 2, 5, 1e-12)).toBeCloseTo(0.3, 7));
  test("a kink", () => expect(maximumBetween((x) => -Math.abs(x - Math.SQRT2), 0, 4, 7, 1e-13)).toBeCloseTo(Math.SQRT2, 12));
  test("at either end", () => {
    expect(maximumBetween((x) => x, 0, 1, 3, 1e-12)).toBeCloseTo(1, 11);
    expect(maximumBetween((x) => -x, 0, 1, 3, 1e-12)).toBeCloseTo(0, 11);
  });
  test("the higher of two tops, where a place sees it", () => {
    const tops = (x: number) => Math.exp(-((x - 1) ** 2) * 9) + 2 * Math.exp(-((x - 4) ** 2) * 9);
    expect(maximumBetween(tops, 0, 5, 11, 1e-12)).toBeCloseTo(4, 6);
  });
  test("minus infinity is no obstacle", () => {
    const walled = (x: number) => (x < 1 ? Number.NEGATIVE_INFINITY : -x);
    expect(maximumBetween(walled, 0, 2, 9, 1e-12)).toBeCloseTo(1, 9);
  });
});

test("a function that is defined up to the end and no further is not asked beyond it, whatever the sum rounds to", () => {
  const [low, high, places] = [4 * (1 + 1e-9) + 1e-10, 100, 400];
  // The negative control: here the evenly spaced place of the last number lies beyond the end.
  expect(low + ((high - low) * (places - 1)) / (places - 1)).toBeGreaterThan(high);
  const f = (x: number) => {
    if (x > high) throw new RangeError(`asked at ${x}`);
    return x;
  };
  expect(maximumBetween(f, low, high, places, 1e-6)).toBeCloseTo(high, 4);
});
