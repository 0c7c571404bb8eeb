import { expect, test } from "vitest";
import { MODEL_3 } from "../../model/canonical.ts";
import type { ActionDistribution } from "../../model/point.ts";
import { momentsOf } from "../../numerics/moments.ts";
import { namedStream } from "../../numerics/streams.ts";
import { truncatedNormal } from "../../numerics/truncatedNormal.ts";
import { EDGES, PLACE_BITS, type StepTable, stepTable } from "../../sim/stepTable.ts";
import { drawStep } from "../../sim/trajectories.ts";
import { bernstein, dkw, isPlausibleCount } from "./bounds.ts";

const THIN: ActionDistribution = { mu: 0.5, sigma: 0.05, min: 0, max: 1 };
const CELLS = EDGES - 1;
const LAWS: Record<string, ActionDistribution> = {
  "Model 3": MODEL_3,
  "thin tails": THIN,
  "one thin tail": { mu: 0.3, sigma: 0.25, min: 0, max: 1 },
  "nearly exponential": { mu: -100, sigma: 10, min: 0, max: 50 },
  "nearly uniform": { mu: 5, sigma: 1e6, min: 0, max: 10 },
};
const law = ({ mu, sigma, min, max }: ActionDistribution) => truncatedNormal(mu, sigma, min, max);
const DRAWS = 1_000_000;
const CHECKS = 20;

function draws(table: StepTable, seed: string): Float64Array {
  const stream = namedStream(seed, 0, "law");
  return new Float64Array(DRAWS).map(() => drawStep(table, stream)).sort();
}

/** Throws where the sample is not one of the law: its CDF at 1000 of its points, its variance, its 1e-5 tails. */
function check(sample: Float64Array, action: ActionDistribution): void {
  const { cdf, survival, mean, variance, quantile, min, max } = law(action);
  const n = sample.length;
  for (let k = 0; k < 1000; k++) {
    const i = Math.floor(((k + 0.5) * n) / 1000);
    if (Math.abs((i + 1) / n - cdf(sample[i])) > dkw(n, CHECKS) + 1 / n) throw new Error(`CDF at ${sample[i]}`);
  }
  const squares = momentsOf(sample.map((x) => (x - mean) ** 2));
  const range = Math.max(max - mean, mean - min) ** 2;
  if (Math.abs(squares.mean - variance) > bernstein(squares.squares / (n - 1), range, n, CHECKS)) throw new Error("variance");
  const lower = quantile(1e-5);
  const upper = quantile(1 - 1e-5);
  const tails = [
    [sample.filter((x) => x <= lower).length, cdf(lower)],
    [sample.filter((x) => x > upper).length, survival(upper)],
  ];
  for (const [count, p] of tails) if (!isPlausibleCount(count, n, p, CHECKS)) throw new Error(`tail: ${count} of ${n * p}`);
}

test.each(Object.entries(LAWS))("%s: draws follow the law", (name, action) => check(draws(stepTable(action), name), action));

test("the law test has teeth: a wider law is caught", () =>
  expect(() => check(draws(stepTable({ ...MODEL_3, sigma: 6.5 }), "control"), MODEL_3)).toThrow("CDF"));

test("the law test has teeth: a plain table without exact cells is caught", () => {
  const { quantile } = law(THIN);
  const edges = Float64Array.from({ length: EDGES }, (_, c) => quantile(c / CELLS));
  expect(() => check(draws({ ...stepTable(THIN), edges }, "control"), THIN)).toThrow(/variance|tail/);
});

test.each(Object.entries(LAWS))("%s: no step is moved by more than the stated shift", (_, action) => {
  const table = stepTable(action);
  const { quantile, variance, min, max } = law(action);
  expect(table.shift).toBeLessThanOrEqual(2 ** -14 * Math.sqrt(variance));
  // The share 1/8 to 7/8 of each cell; the chord's error is largest near the middle.
  for (let cell = 0; cell < CELLS; cell += 3) {
    for (const part of [0.125, 0.5, 0.875]) {
      const width = table.edges[cell + 1] - table.edges[cell];
      const step = table.edges[cell] + part * width;
      if (Number.isNaN(step)) continue;
      const exact = quantile((cell + part) / CELLS);
      // One place in 2^20 of a cell, as places are mid-points.
      expect(Math.abs(step - exact)).toBeLessThanOrEqual(table.shift + width / 2 ** PLACE_BITS + 1e-12 * (max - min));
    }
  }
});

test("tails reach 2^-65 on both sides, evenly", () => {
  const table = stepTable({ mu: 0.5, sigma: 0.02, min: 0, max: 1 });
  const least = table.exact(0, 0);
  // Φ⁻¹(2^-65) = −9.12 (NIST DLMF 7.17 gives it through erfc⁻¹); truncation at ±25σ is invisible.
  expect((least - 0.5) / 0.02).toBeCloseTo(law({ mu: 0, sigma: 1, min: -20, max: 20 }).quantile(2 ** -65), 6);
  expect(0.5 - least).toBeCloseTo(table.exact(2 ** 32 - 1, 2 ** 32 - 1) - 0.5, 12);
  expect(table.exact(0, 0)).toBeLessThan(table.exact(0, 1));
  expect(table.exact(0, 2 ** 32 - 1)).toBeLessThan(table.exact(1, 0));
});

test("a law that double precision cannot hold is refused, not sampled as NaN", () =>
  expect(() => stepTable({ mu: -1e9, sigma: 1e-3, min: 1e8, max: 2e8 })).toThrow(RangeError));
