import fc from "fast-check";
import { expect, test } from "vitest";
import { quantileRanks } from "../../numerics/orderStatistics.ts";

/** P(Binomial(n, p) ≤ k), each term by itself in logarithms. */
function binomialCdf(k: number, n: number, p: number): number {
  let logChoose = 0;
  let sum = 0;
  for (let i = 0; i <= k; i++) {
    sum += Math.exp(logChoose + i * Math.log(p) + (n - i) * Math.log1p(-p));
    logChoose += Math.log(n - i) - Math.log(i + 1);
  }
  return sum;
}

test("the median's ranks are the tabulated ones", () => {
  // Conover, Practical Nonparametric Statistics: 95% ranks of the median.
  expect(quantileRanks(6, 0.5)).toEqual({ low: 1, high: 6 });
  expect(quantileRanks(10, 0.5)).toEqual({ low: 2, high: 9 });
  expect(quantileRanks(20, 0.5)).toEqual({ low: 6, high: 15 });
  expect(quantileRanks(5, 0.5)).toBeUndefined();
});

test("each side misses with at most 2.5%, and the next rank inwards with more", () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.constantFrom(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99), (n, p) => {
      const ranks = quantileRanks(n, p);
      if (!ranks) {
        expect(Math.max((1 - p) ** n, p ** n)).toBeGreaterThan(0.025);
        return;
      }
      const below = binomialCdf(ranks.low - 1, n, p);
      const above = 1 - binomialCdf(ranks.high - 1, n, p);
      expect(below).toBeLessThanOrEqual(0.025 + 1e-12);
      expect(above).toBeLessThanOrEqual(0.025 + 1e-12);
      expect(binomialCdf(ranks.low, n, p)).toBeGreaterThan(0.025);
      expect(1 - binomialCdf(ranks.high - 2, n, p)).toBeGreaterThan(0.025);
    }),
    { seed: 20261121, numRuns: 500 },
  ));

test("a million observations give the normal approximation's ranks", () => {
  const { low, high } = quantileRanks(1_000_000, 0.5) as { low: number; high: number };
  expect(Math.abs(low - (500_000 - 980))).toBeLessThanOrEqual(2);
  expect(Math.abs(high - (500_001 + 980))).toBeLessThanOrEqual(2);
});

test("the 1% quantile needs 368 observations", () => {
  expect(quantileRanks(367, 0.01)).toBeUndefined();
  expect(quantileRanks(368, 0.01)?.low).toBe(1);
});
