import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wilsonInterval } from "../../../numerics/intervals.ts";
import { allOf, passAtK, someOf } from "../../../theory/relatives/passAtK.ts";

const SEED = 20_261_125;

function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let product = 1n;
  for (let i = 1; i <= k; i++) product = (product * BigInt(n - k + i)) / BigInt(i);
  return product;
}
/** A quotient of whole numbers of any size, to 30 digits. */
const quotient = (a: bigint, b: bigint): number => Number(`${(a * 10n ** 60n) / b}e-60`);

/** Expectation over c ~ Binomial(n, p). */
function expected(n: number, p: number, of: (passed: number) => number): number {
  return Array.from({ length: n + 1 }, (_, c) => Number(choose(n, c)) * p ** c * (1 - p) ** (n - c) * of(c)).reduce((a, b) => a + b, 0);
}

const CASES = [
  [1, 1],
  [2, 2],
  [5, 3],
  [10, 1],
  [10, 10],
  [20, 4],
  [40, 25],
] as const;
const RATES = [0, 0.001, 0.1, 0.5, 0.9, 1];
// A sum of at most 41 terms, each with some 50 roundings of 1.1e-16, of size 1 in all: below 1e-14.
const ROUNDING = 13;

describe("pass@k and pass^k", () => {
  test("are the ratios of binomial coefficients, computed with whole numbers of any size", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(), fc.nat(), (n, a, b) => {
        const [c, k] = [a % (n + 1), 1 + (b % n)];
        const { passAtK: some, passHatK: every } = passAtK(n, c, k);
        const exactSome = quotient(choose(n, k) - choose(n - c, k), choose(n, k));
        const exactEvery = quotient(choose(c, k), choose(n, k));
        // Relative: at most 200 logarithms of one sign. The quotient itself has 60 digits behind the point.
        for (const [value, exact] of [
          [some.mean, exactSome],
          [every.mean, exactEvery],
        ] as const)
          expect(Math.abs(value - exact)).toBeLessThanOrEqual(1e-11 * exact + 1e-58);
      }),
      { seed: SEED, numRuns: 300 },
    ));

  test("are unbiased: the expectation over every number of passes is the chance itself", () => {
    for (const [n, k] of CASES)
      for (const p of RATES) {
        expect(expected(n, p, (c) => passAtK(n, c, k).passAtK.mean)).toBeCloseTo(someOf(p, k), ROUNDING);
        expect(expected(n, p, (c) => passAtK(n, c, k).passHatK.mean)).toBeCloseTo(allOf(p, k), ROUNDING);
      }
  });

  test("the check of bias has teeth: the plug-in 1 - (1 - c/n)^k is too low, by 1/8 for n = k = 2 at p = 1/2", () => {
    expect(expected(2, 0.5, (c) => 1 - (1 - c / 2) ** 2)).toBeCloseTo(0.625, 15);
    for (const [n, k] of CASES)
      for (const p of [0.1, 0.5]) if (k > 1) expect(someOf(p, k) - expected(n, p, (c) => 1 - (1 - c / n) ** k)).toBeGreaterThan(1e-7);
  });

  test("k = 1 is the pass rate; k = n asks for one pass, or for all", () => {
    const one = passAtK(20, 7, 1);
    expect([one.passAtK.mean, one.passHatK.mean]).toEqual([expect.closeTo(0.35, 15), expect.closeTo(0.35, 15)]);
    expect(passAtK(10, 1, 10).passAtK.mean).toBe(1);
    expect([passAtK(10, 9, 10).passHatK.mean, passAtK(10, 10, 10).passHatK.mean]).toEqual([0, 1]);
    expect([passAtK(10, 0, 3).passAtK.mean, passAtK(10, 0, 3).passHatK.mean, passAtK(10, 10, 3).passAtK.mean]).toEqual([0, 0, 1]);
  });

  test("a million trials neither overflow nor lose digits", () => {
    expect(passAtK(1e6, 1, 1000).passAtK.mean).toBeCloseTo(0.001, 15); // one marked among n: k/n
    expect(passAtK(1e6, 500_000, 500_000).passHatK.mean).toBe(0); // 1/C(1e6, 5e5), e^-693140
    expect(passAtK(1e6, 999_999, 500_000).passHatK.mean).toBeCloseTo(0.5, 11);
  });

  test("rise with c; pass@k rises with k and pass^k falls", () =>
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 200 }), fc.nat(), fc.nat(), (n, a, b) => {
        const [c, k] = [a % n, 1 + (b % (n - 1))];
        const [here, more, longer] = [passAtK(n, c, k), passAtK(n, c + 1, k), passAtK(n, c, k + 1)];
        const slack = 1e-13; // 200 roundings
        expect(more.passAtK.mean - here.passAtK.mean).toBeGreaterThan(-slack);
        expect(more.passHatK.mean - here.passHatK.mean).toBeGreaterThan(-slack);
        expect(longer.passAtK.mean - here.passAtK.mean).toBeGreaterThan(-slack);
        expect(longer.passHatK.mean - here.passHatK.mean).toBeLessThan(slack);
      }),
      { seed: SEED, numRuns: 300 },
    ));
});

describe("intervals", () => {
  /** P(the interval holds the true chance), over every number of passes. */
  const coverage = (n: number, k: number, p: number, truth: number, of: "passAtK" | "passHatK") =>
    expected(n, p, (c) => {
      const { low, high } = passAtK(n, c, k)[of];
      return Number(low <= truth && truth <= high);
    });
  const GRID = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);

  test("cover exactly when Wilson's interval of p does", () => {
    for (const [n, k] of CASES)
      for (const p of GRID) {
        const wilson = expected(n, p, (c) => {
          const { low, high } = wilsonInterval(c, n);
          return Number(low <= p && p <= high);
        });
        // Not where chances round to 1: there an interval's end and the truth may be one double.
        if (someOf(p, k) < 1 - 1e-9) expect(coverage(n, k, p, someOf(p, k), "passAtK")).toBeCloseTo(wilson, 12);
        expect(coverage(n, k, p, allOf(p, k), "passHatK")).toBeCloseTo(wilson, 12);
      }
  });

  test("cover with 95% on average over p, and would not if they were of another k", () => {
    const mean = (k: number, asked: number) =>
      GRID.reduce((sum, p) => sum + coverage(20, k, p, someOf(p, asked), "passAtK"), 0) / GRID.length;
    expect(mean(4, 4)).toBeGreaterThan(0.94); // Wilson's own average over p; Brown, Cai & DasGupta (2001) find it near nominal at n = 20
    expect(mean(4, 4)).toBeLessThan(0.97);
    expect(mean(4, 6)).toBeLessThan(0.9);
  });

  test("need not hold the estimate where k is near n: the page's example", () => {
    const { mean, low, high } = passAtK(10, 1, 10).passAtK;
    expect([mean, Number(low.toFixed(3)), Number(high.toFixed(3))]).toEqual([1, 0.165, 0.994]);
  });

  test("keep a width at c = 0 and c = n", () => {
    expect(passAtK(10, 0, 3).passAtK).toMatchObject({ mean: 0, low: 0, count: 10 });
    expect(passAtK(10, 0, 3).passAtK.high).toBeGreaterThan(0.5);
    expect(passAtK(10, 10, 3).passHatK.low).toBeLessThan(0.5);
  });
});

describe("bad input is refused by name", () => {
  test.each([
    [() => passAtK(0, 0, 1), /trials must be a whole number from 1 to 1000000, got 0/],
    [() => passAtK(10, 11, 1), /passed must be a whole number from 0 to 10, got 11/],
    [() => passAtK(10, 2.5, 1), /passed must be/],
    [() => passAtK(10, 3, 11), /k must be a whole number from 1 to 10, got 11/],
    [() => passAtK(10, 3, 0), /k must be/],
    [() => someOf(1.5, 2), /rate must be >= 0 and <= 1/],
    [() => allOf(Number.NaN, 2), /rate must be/],
  ])("%s", (call, message) => expect(call).toThrow(message));
});
