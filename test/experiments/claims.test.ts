import { describe, expect, test } from "vitest";
import { all, certain, exceeds } from "../../experiments/claims/kleene.ts";
import { together } from "../../experiments/claims/range.ts";
import {
  between,
  isPeak,
  mirrored,
  neverFalls,
  peakOf,
  peaksInside,
  rangeAt,
  rises,
  type Series,
  unimodal,
} from "../../experiments/claims/series.ts";
import { correlates, spearman } from "../../experiments/claims/spearman.ts";

/** A series over 0, 1, 2, … with every value known to within `error`. */
const series = (values: readonly number[], error = 0): Series => ({
  name: "test",
  at: values.map((_, i) => i),
  ranges: values.map((value) => ({ value, low: value - error, high: value + error })),
});

describe("three-valued logic", () => {
  const range = (low: number, high: number) => ({ value: (low + high) / 2, low, high });
  test.each([
    [range(3, 4), range(1, 2), "yes"],
    [range(1, 2), range(3, 4), "no"],
    [range(1, 3), range(2, 4), "cannot tell"],
    [range(2, 2), range(2, 2), "no"],
  ] as const)("exceeds(%o, %o) is %s", (a, b, verdict) => expect(exceeds(a, b)).toBe(verdict));
  test("a conjunction is as certain as its least certain part", () => {
    expect(all()).toBe("yes");
    expect(all("yes", "cannot tell")).toBe("cannot tell");
    expect(all("cannot tell", "no", "yes")).toBe("no");
    expect(certain(true)).toBe("yes");
  });
});

describe("predicates, each with what it must refuse", () => {
  test("rises", () => {
    expect(rises(series([1, 2, 3]))).toBe("yes");
    expect(rises(series([1, 2, 2]))).toBe("no");
    expect(rises(series([1, 2, 3], 0.6))).toBe("cannot tell");
    expect(rises(mirrored(series([3, 2, 1])))).toBe("yes");
  });
  test("never falls", () => {
    expect(neverFalls(series([1, 1, 2]))).toBe("yes");
    expect(neverFalls(series([1, 2, 1.9]))).toBe("no");
    expect(neverFalls(series([1, 2, 1.9], 0.1))).toBe("yes"); // no fall that is sure
  });
  test("an interior peak", () => {
    expect(peaksInside(series([1, 3, 2]))).toBe("yes");
    expect(peaksInside(series([1, 2, 3]))).toBe("no");
    expect(peaksInside(series([1, 3, 2.9], 0.1))).toBe("cannot tell");
  });
  test("unimodal", () => {
    expect(unimodal(series([0, 2, 3, 1, 1]))).toBe("yes");
    expect(unimodal(series([0, 3, 2, 2.5, 1]))).toBe("no");
    expect(unimodal(series([0, 3, 2, 2.5, 1], 0.3))).toBe("yes"); // the second bump is within the error
    expect(unimodal(series([3, 2, 1]))).toBe("no");
  });
  test("the peak is at a place, and not elsewhere", () => {
    expect(isPeak(series([1, 5, 2]), 1)).toBe("yes");
    expect(isPeak(series([1, 5, 2]), 2)).toBe("no");
    expect(isPeak(series([1, 5, 4.9], 0.1), 1)).toBe("cannot tell");
    expect(peakOf(series([1, 5, 5])).at).toBe(1);
  });
  test("parts and points of a series", () => {
    expect(between(series([4, 5, 6, 7]), 1, 2).ranges.map(({ value }) => value)).toEqual([5, 6]);
    expect(() => rangeAt(series([1]), 7)).toThrow(/no point at 7/);
  });
});

describe("Spearman's correlation", () => {
  test("of known orders", () => {
    expect(spearman(series([1, 2, 3, 4])).value).toBe(1);
    expect(spearman(series([4, 3, 2, 1])).value).toBe(-1);
    expect(spearman(series([1, 3, 2, 4, 5])).value).toBeCloseTo(0.9, 14); // 1 − 6·2/(5·24)
  });
  test("its ends hold every order that the ranges allow", () => {
    const noisy = series([1, 2, 2.05, 4, 5], 0.1);
    const { low, high } = spearman(noisy);
    for (const other of [
      [1, 2, 2.05, 4, 5],
      [1, 2.1, 2, 4, 5],
    ]) {
      const { value } = spearman(series(other));
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(high);
    }
  });
  test("is told apart from a threshold only when it surely is", () => {
    expect(correlates(series([1, 2, 3, 4, 5]), 0.8)).toBe("yes");
    expect(correlates(series([5, 4, 3, 2, 1]), 0.8)).toBe("no");
    expect(correlates(series([1, 2, 3, 4, 5], 2), 0.8)).toBe("cannot tell");
  });
});

test("simulated ranges are wider than their own 95% intervals, and keep a width at 0 and 1", () => {
  const rate = together({ mean: 0.5, low: 0.49, high: 0.51, count: 9604 }, "passRate");
  expect(rate.high - rate.low).toBeGreaterThan(0.036); // 2·3.63·√(0.25/9604)
  const none = together({ mean: 0, low: 0, high: 0.0002, count: 20_000 }, "passRate");
  expect(none.low).toBe(0);
  expect(none.high).toBeGreaterThan(0.0005);
  expect(together({ mean: 2, low: 1.9, high: 2.1, count: 100 }, "finalBias").high).toBeCloseTo(2 + (0.1 * 3.63) / 1.96, 3);
});
