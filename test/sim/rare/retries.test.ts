import { describe, expect, test } from "vitest";
import { namedStream, nextUnit } from "../../../numerics/streams.ts";
import { type Retries, retried } from "../../../sim/rare/retries.ts";

/** Noisy draws of a chance: `value` with chance p / value, otherwise 0. */
const noisy = (p: number, value: number, seed: string) => {
  const stream = namedStream(seed, 0, "test");
  return { draw: () => (nextUnit(stream) < p / value ? value : 0), uniform: () => nextUnit(stream) };
};

const ESTIMATES = 100_000;
/** Mean of many estimates less what is right, in standard errors: passes 5 by chance once in 1.7 million comparisons. */
function off(estimate: () => number, right: number): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < ESTIMATES; i++) {
    const each = estimate() - right;
    sum += each;
    squares += each * each;
  }
  return sum / Math.sqrt(squares);
}

// Centres that are off, spreads that are far too small, few and many retries: the mean must not mind.
const CASES: [number, number, number, Retries][] = [
  [0.1, 0.3, 1, { retryBudget: 5, wanted: "accepted", centre: { near: 0.12, spread: 0.1 } }],
  [0.1, 0.3, 2, { retryBudget: 5, wanted: "accepted", centre: { near: 0.05, spread: 0.03 } }],
  [0.3, 1, 3, { retryBudget: 2, wanted: "accepted", centre: { near: 0.3, spread: 0.5 } }],
  [0.001, 0.002, 4, { retryBudget: 1000, wanted: "accepted", centre: { near: 0.0012, spread: 0.001 } }],
  [0.4, 0.6, 5, { retryBudget: 4, wanted: "rejected", centre: { near: 0.45, spread: 0.2 } }],
  [0.4, 0.6, 6, { retryBudget: 1, wanted: "rejected", centre: { near: 0.2, spread: 0.01 } }],
];

describe("retries combined without bias", () => {
  test.each(CASES)("p = %d, draws of 0 or %d, case %d", (p, value, which, retries) => {
    const { draw, uniform } = noisy(p, value, `case ${which}`);
    const reject = retries.wanted === "accepted" ? 1 - p : p;
    const right = 1 - reject ** retries.retryBudget;
    expect(Math.abs(off(() => retried(retries, draw, uniform).accepted, right))).toBeLessThan(5);
    expect(Math.abs(off(() => retried(retries, draw, uniform).unrecovered, 1 - right))).toBeLessThan(5);
  });

  test("caught: a mean of draws put into 1 − (1 − p)^R", () => {
    const { draw } = noisy(0.1, 0.3, "biased");
    const meanOfTen = () => Array.from({ length: 10 }, draw).reduce((sum, each) => sum + each, 0) / 10;
    expect(Math.abs(off(() => 1 - (1 - meanOfTen()) ** 5, 1 - 0.9 ** 5))).toBeGreaterThan(5);
  });

  test("caught: a series broken off after its first term", () => {
    const { draw, uniform } = noisy(0.1, 0.3, "broken off");
    const retries: Retries = { retryBudget: 5, wanted: "accepted", centre: { near: 0.05, spread: 1e-12 } };
    expect(Math.abs(off(() => retried(retries, draw, uniform).accepted, 1 - 0.9 ** 5))).toBeGreaterThan(5);
  });

  test("tiny rates keep their digits", () => {
    const retries: Retries = { retryBudget: 5, wanted: "accepted", centre: { near: 1e-20, spread: 1e-22 } };
    expect(
      retried(
        retries,
        () => 1.1e-20,
        () => 1,
      ).accepted,
    ).toBeCloseTo(5.5e-20, 30); // prettier-ignore
  });
});
