import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Z_95 } from "../../numerics/intervals.ts";
import { independentProportionsInterval, pairedProportionsInterval } from "../../numerics/pairedProportions.ts";

/** A table of paired outcomes: trials on which the first alone, the second alone succeeded, and all. */
const anyTable = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(200)).map(([b, c, rest]) => ({ b, c, n: Math.max(1, b + c + rest) }));

describe("Tango's interval", () => {
  test("its ends are where the score is ±z, with the restricted rate found by search instead of its formula", () =>
    fc.assert(
      fc.property(anyTable, ({ b, c, n }) => {
        const { low, high } = pairedProportionsInterval(b, c, n);
        // The likelihood is flat at its top: a search resolves the rate to the root of the precision of doubles, and the score less well near 0.
        for (const [end, z] of [
          [low, Z_95],
          [high, -Z_95],
        ] as const)
          if (Math.abs(end) < 1) expect(score(b, c, n, end)).toBeCloseTo(z, 3);
      }),
      { numRuns: 100, seed: 20261121 },
    ));

  test("swapping the two changes signs only; the estimate lies inside; no disagreement leaves z²/(n + z²)", () => {
    fc.assert(
      fc.property(anyTable, ({ b, c, n }) => {
        const [there, back] = [pairedProportionsInterval(b, c, n), pairedProportionsInterval(c, b, n)];
        expect(there).toEqual({ low: -back.high, high: -back.low });
        expect(there.low).toBeLessThanOrEqual((c - b) / n);
        expect(there.high).toBeGreaterThanOrEqual((c - b) / n);
        expect(there.high - there.low).toBeGreaterThan(0);
      }),
      { numRuns: 200, seed: 20261121 },
    );
    expect(pairedProportionsInterval(0, 0, 100).high).toBeCloseTo(Z_95 ** 2 / (100 + Z_95 ** 2), 12);
    expect(pairedProportionsInterval(0, 100, 100).high).toBe(1);
  });

  // A score test is asymptotic; Tango reports levels near the nominal one at small n. Summed over all tables, nothing is sampled.
  test("it covers in 93% to 97.5% of tables of 50 trials, and the textbook interval at rare disagreement does not", () => {
    for (const [p, q] of [
      [0.1, 0.2],
      [0.05, 0.1],
      [0.3, 0.3],
      [0.02, 0.06],
    ]) {
      expect(coverage(50, p, q, pairedProportionsInterval)).toBeGreaterThan(0.93);
      expect(coverage(50, p, q, pairedProportionsInterval)).toBeLessThan(0.975);
    }
    const textbook = (b: number, c: number, n: number) => {
      const half = Z_95 * Math.sqrt((b + c - (c - b) ** 2 / n) / n ** 2);
      return { low: (c - b) / n - half, high: (c - b) / n + half };
    };
    expect(coverage(50, 0.02, 0.06, textbook)).toBeLessThan(0.93);
  });

  test.each([
    [-1, 0, 10, /firstOnly/],
    [0, 0.5, 10, /secondOnly/],
    [6, 5, 10, /trials/],
    [0, 0, 0, /trials/],
  ])("counts %d, %d of %d are refused", (b, c, n, message) => expect(() => pairedProportionsInterval(b, c, n)).toThrow(message));
});

test("the independent interval joins Wilson's: none of ten against none of ten ends at his upper limit, z²/(n + z²)", () => {
  const limit = Z_95 ** 2 / (10 + Z_95 ** 2);
  const { low, high } = independentProportionsInterval(0, 0, 10);
  expect([low, high]).toEqual([expect.closeTo(-limit, 12), expect.closeTo(limit, 12)]);
});

function score(b: number, c: number, n: number, delta: number): number {
  const d = n - b - c;
  const term = (count: number, p: number) => (count === 0 ? 0 : p > 0 ? count * Math.log(p) : Number.NEGATIVE_INFINITY);
  const likelihood = (q: number) => term(b, q) + term(c, q + delta) + term(d, 1 - 2 * q - delta);
  let [from, to] = [Math.max(0, -delta), (1 - delta) / 2];
  for (let pass = 0; pass < 200; pass++) {
    const [x, y] = [from + (to - from) / 3, to - (to - from) / 3];
    if (likelihood(x) < likelihood(y)) from = x;
    else to = y;
  }
  return (c - b - n * delta) / Math.sqrt(n * (from + to + delta * (1 - delta)));
}

type Interval = (b: number, c: number, n: number) => { low: number; high: number };

/** P(the interval holds q − p) where the first alone succeeds with chance p and the second alone with q. */
function coverage(n: number, p: number, q: number, interval: Interval): number {
  let total = 0;
  const logFactorial = (k: number) => Array.from({ length: k }, (_, i) => Math.log(i + 1)).reduce((sum, each) => sum + each, 0);
  for (let b = 0; b <= n; b++)
    for (let c = 0; b + c <= n; c++) {
      const { low, high } = interval(b, c, n);
      if (low > q - p || high < q - p) continue;
      const rest = n - b - c;
      const ways = logFactorial(n) - logFactorial(b) - logFactorial(c) - logFactorial(rest);
      total += Math.exp(ways + b * Math.log(p) + c * Math.log(q) + rest * Math.log(1 - p - q));
    }
  return total;
}
