import fc from "fast-check";
import { expect, test } from "vitest";
import { exactBinomialInterval } from "../../numerics/binomialInterval.ts";
import { wilsonInterval } from "../../numerics/intervals.ts";

// Closed forms: no success leaves 1 − (α/2)^(1/n), and its mirror.
test.each([1, 7, 50, 5_000])("no success and nothing but successes in %i trials have their closed forms", (trials) => {
  const edge = 1 - 0.005 ** (1 / trials);
  expect(exactBinomialInterval(0, trials, 0.99)).toEqual({ low: 0, high: expect.closeTo(edge, 12) });
  expect(exactBinomialInterval(trials, trials, 0.99)).toEqual({ low: expect.closeTo(1 - edge, 12), high: 1 });
});

/** P(X ≤ k), added up term by term from 0, each by its own logarithm. */
function below(k: number, trials: number, p: number): number {
  let [sum, log] = [0, trials * Math.log1p(-p)];
  for (let i = 0; i <= k; i++) {
    sum += Math.exp(log);
    log += Math.log((trials - i) / (i + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return sum;
}

test("each end leaves half of what is not covered, on searched counts", () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 3_000 }).chain((trials) => fc.tuple(fc.integer({ min: 1, max: trials - 1 }), fc.constant(trials))),
      fc.double({ min: 0.5, max: 0.9999, noNaN: true }),
      ([successes, trials], confidence) => {
        const { low, high } = exactBinomialInterval(successes, trials, confidence);
        const half = (1 - confidence) / 2;
        expect(below(successes, trials, high) / half).toBeCloseTo(1, 6);
        expect((1 - below(successes - 1, trials, low)) / half).toBeCloseTo(1, 4); // the check itself loses digits to the 1
        expect(low).toBeLessThan(successes / trials);
        expect(high).toBeGreaterThan(successes / trials);
      },
    ),
    { seed: 5, numRuns: 60 },
  ));

test("Wilson's interval would not do: it leaves more than its share", () => {
  const { low } = wilsonInterval(1, 20, 2.5758293035489004);
  expect((1 - below(0, 20, low)) / 0.005).toBeGreaterThan(2);
});

test("what is no count or no confidence is refused", () => {
  expect(() => exactBinomialInterval(3, 2, 0.9)).toThrow(/successes must be an integer in \[0, 2\], got 3/);
  expect(() => exactBinomialInterval(0, 0, 0.9)).toThrow(/trials must be an integer >= 1/);
  expect(() => exactBinomialInterval(1, 2, 1)).toThrow(/confidence must lie in \(0, 1\)/);
});
