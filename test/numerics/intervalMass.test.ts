import fc from "fast-check";
import { expect, test } from "vitest";
import { intervalMass } from "../../numerics/intervalMass.ts";
import { truncatedNormal } from "../../numerics/truncatedNormal.ts";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
const anyLaw = fc
  .record({ mu: real(-20, 30), sigma: real(0.05, 8), min: real(0, 6), width: real(0.5, 10) })
  .map(({ mu, sigma, min, width }) => truncatedNormal(mu, sigma, min, min + width));

test("an interval's mass is the sum of its parts', to 1e-11, whichever way each was found", () =>
  fc.assert(
    fc.property(anyLaw, real(0, 1), real(0, 1), (law, a, b) => {
      const [low, high] = law.support;
      const [from, to] = [Math.min(a, b), Math.max(a, b)].map((share) => low + share * (high - low));
      const parts = 64;
      let sum = 0;
      for (let i = 0; i < parts; i++) sum += intervalMass(law, from + ((to - from) * i) / parts, from + ((to - from) * (i + 1)) / parts);
      expect(Math.abs(intervalMass(law, from, to) - sum)).toBeLessThanOrEqual(1e-11 * sum + 1e-300);
    }),
    { numRuns: 300, seed: 20261121 },
  ));

test("a narrow interval keeps its digits: density times width, where a difference of two values loses them", () => {
  const law = truncatedNormal(10, 6, 4, 14);
  const width = 2 ** -40;
  expect(intervalMass(law, 7, 7 + width) / (width * law.density(7))).toBeCloseTo(1, 11);
  expect(Math.abs((law.cdf(7 + width) - law.cdf(7)) / (width * law.density(7)) - 1)).toBeGreaterThan(1e-6);
});

test("all of a law is 1; outside of it, and for ends in the wrong order, nothing", () => {
  const law = truncatedNormal(7, 0.5, 4, 10);
  expect(intervalMass(law, -5, 50)).toBeCloseTo(1, 13);
  expect([intervalMass(law, 11, 12), intervalMass(law, 0, 3), intervalMass(law, 8, 7)]).toEqual([0, 0, 0]);
});
