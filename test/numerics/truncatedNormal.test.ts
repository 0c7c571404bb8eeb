import erfc from "@stdlib/math-base-special-erfc";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { truncatedNormal } from "../../numerics/truncatedNormal.ts";

const Phi = (z: number) => 0.5 * erfc(-z / Math.SQRT2);
const phi = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

describe("against closed forms, where those are stable", () => {
  test.each([
    [6, 2, 4, 8],
    [8, 3, 5, 11],
    [10, 6, 4, 14],
    [0.3, 0.05, 0, 1],
    [2, 1, 0, 9],
  ])("mu %d, sigma %d on [%d, %d]", (mu, sigma, min, max) => {
    const law = truncatedNormal(mu, sigma, min, max);
    const [a, b] = [(min - mu) / sigma, (max - mu) / sigma];
    const Z = Phi(b) - Phi(a);
    const shift = (phi(a) - phi(b)) / Z;
    expect(law.mean).toBeCloseTo(mu + sigma * shift, 12);
    expect(law.variance).toBeCloseTo(sigma ** 2 * (1 + (a * phi(a) - b * phi(b)) / Z - shift ** 2), 11);
    for (const share of [0.1, 0.5, 0.9]) {
      const x = law.quantile(share);
      expect((Phi((x - mu) / sigma) - Phi(a)) / Z).toBeCloseTo(share, 12);
      expect(law.density(x)).toBeCloseTo(phi((x - mu) / sigma) / sigma / Z, 11);
    }
  });
});

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anyLaw = fc
  .record({ mu: real(-50, 50), logSigma: real(-6, 6), min: real(-20, 20), logWidth: real(-6, 3) })
  .map(({ mu, logSigma, min, logWidth }) => truncatedNormal(mu, 10 ** logSigma, min, min + 10 ** logWidth));

describe("laws on searched shapes, extremes included", () => {
  const searched = (law: (law: ReturnType<typeof truncatedNormal>) => void) =>
    fc.assert(fc.property(anyLaw, law), { numRuns: 300, seed: 20261121 });
  test("cdf and survival are complements, the mean lies inside, the variance is at most a quarter of the square", () =>
    searched((law) => {
      const width = law.max - law.min;
      expect(law.mean).toBeGreaterThanOrEqual(law.min);
      expect(law.mean).toBeLessThanOrEqual(law.max);
      expect(law.variance).toBeGreaterThan(0);
      expect(law.variance).toBeLessThanOrEqual((width * width) / 4 + 1e-12);
      for (const share of [0, 0.25, 0.5, 1]) {
        const x = law.min + share * width;
        expect(law.cdf(x) + law.survival(x)).toBeCloseTo(1, 12);
      }
    }));
  test("quantile inverts cdf, as far as a double tells its argument", () =>
    searched((law) => {
      for (const p of [1e-9, 0.01, 0.4, 0.99]) {
        const x = law.quantile(p);
        // x is known to half an ulp, so the cdf there is known to density times that, and to a few ulp of its own.
        const grain = law.density(x) * Math.max(Math.abs(x), Math.abs(law.min), Math.abs(law.max)) * 2 ** -50;
        expect(Math.abs(law.cdf(x) - p)).toBeLessThanOrEqual(1e-9 * p + grain + 1e-15);
      }
    }));
});

describe("edges", () => {
  test("a far tail is an exponential", () => {
    const law = truncatedNormal(0, 1, 1000, 2000);
    expect(law.mean - 1000).toBeCloseTo(1e-3 - 2e-9, 12);
    expect(law.quantile(0.5) - 1000).toBeCloseTo(Math.LN2 / 1000, 8);
  });
  test("sigma of 1e9 is uniform", () => {
    const law = truncatedNormal(5, 1e9, 4, 6);
    expect([law.mean, law.variance, law.quantile(0.25)]).toEqual([5, expect.closeTo(1 / 3, 13), expect.closeTo(4.5, 13)]);
  });
  test.each([
    [0, 0, 0, 1],
    [0, 1, 1, 1],
    [Number.NaN, 1, 0, 1],
    [0, 1, 0, Number.POSITIVE_INFINITY],
  ])("refused: %d, %d, %d, %d", (mu, sigma, min, max) => expect(() => truncatedNormal(mu, sigma, min, max)).toThrow(RangeError));
});
