import { expect, test } from "vitest";
import { CANONICAL, MODEL_1, MODEL_3 } from "../../model/canonical.ts";
import { parsePoint } from "../../model/validate.ts";
import { comparePaired } from "../../sim/paired/comparePaired.ts";
import { simulate } from "../../sim/simulate.ts";
import { solve } from "../../theory/solve.ts";

const uniform = (count: number) => ({ kind: "uniform" as const, count });
const first = parsePoint({ ...CANONICAL, stages: uniform(10), pool: [MODEL_3] });
const oneAttemptMore = parsePoint({ ...CANONICAL, retryBudget: 6, stages: uniform(10), pool: [MODEL_3] });
const otherAgent = parsePoint({ ...CANONICAL, stages: uniform(5), pool: [MODEL_1] });
const options = { runs: 60_000, seed: "paired" };
const FIGURES = ["passRate", "finalBias", "signedBias", "meanAttempts", "meanSteps"] as const;

test("each side is the simulation of its point", async () => {
  const compared = await comparePaired(first, oneAttemptMore, options);
  const alone = [await simulate(first, options), await simulate(oneAttemptMore, options)];
  for (const figure of FIGURES) {
    expect(compared[figure].first).toBeCloseTo(alone[0][figure].mean, 12);
    expect(compared[figure].second).toBeCloseTo(alone[1][figure].mean, 12);
  }
});

test("a point against itself differs by nothing", async () => {
  const compared = await comparePaired(first, first, options);
  for (const figure of FIGURES.slice(1)) expect(compared[figure]).toMatchObject({ mean: 0, low: 0, high: 0 });
  expect(compared.passRate.mean).toBe(0);
});

test("differences are those of the exact solutions", async () => {
  for (const second of [oneAttemptMore, otherAgent]) {
    const compared = await comparePaired(first, second, options);
    const [before, after] = [solve(first), solve(second)];
    for (const figure of FIGURES) {
      const { mean, low, high } = compared[figure];
      // Half an interval is 1.96 standard errors; 4 such halves are 7.8 of them: a false alarm in 10^14.
      expect(Math.abs(mean - (after[figure] - before[figure]))).toBeLessThan(2 * (high - low));
    }
  }
});

test("pairing pays where harnesses are alike, and the check has teeth: other random numbers gain nothing", async () => {
  const alike = await comparePaired(first, oneAttemptMore, options);
  expect(alike.passRate.shortening).toBeGreaterThan(1.5);
  const [a, b] = [await simulate(first, { ...options, seed: "one" }), await simulate(oneAttemptMore, { ...options, seed: "another" })];
  const half = ({ low, high }: { low: number; high: number }) => (high - low) / 2;
  const independent = Math.hypot(half(a.passRate), half(b.passRate));
  expect(half(alike.passRate) * 1.5).toBeLessThan(independent);
});
