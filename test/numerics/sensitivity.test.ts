import { describe, expect, test } from "vitest";
import { firstOrderSensitivity } from "../../numerics/sensitivity.ts";
import { namedStream, nextWord } from "../../numerics/streams.ts";

const uniforms = (name: string, count: number) => {
  const stream = namedStream(name, 0, "test");
  return Array.from({ length: count }, () => (nextWord(stream) + 0.5) / 2 ** 32);
};
const inputsOf = (name: string, dimensions: number, n: number) => Array.from({ length: dimensions }, (_, i) => uniforms(`${name}${i}`, n));
const outcomeOf = (inputs: readonly number[][], f: (u: readonly number[]) => number) =>
  inputs[0].map((_, j) => f(inputs.map((of) => of[j])));

const N = 4096;
const BINS = 16;
/** What 16 bins keep of an index: the variance between the bins' means of E[Y | U], by the midpoint rule on 64 places a bin. */
function kept(conditional: (u: number) => number, variance: number): number {
  const means = Array.from({ length: BINS }, (_, b) =>
    average(Array.from({ length: 64 }, (_, k) => conditional((b + (k + 0.5) / 64) / BINS))),
  );
  const mean = average(means);
  return average(means.map((m) => (m - mean) ** 2)) / variance;
}
const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
/** Five standard deviations of a squared correlation ratio: √(4S(1 − S)/n) at most, and √(2B)/n of its own at S = 0. */
const band = (S: number) => 5 * Math.sqrt((4 * S * (1 - S)) / N + (2 * BINS) / N ** 2);

const angle = (u: number) => Math.PI * (2 * u - 1);
const [A, B] = [7, 0.1];
/** Ishigami and Homma (1990): indices 0.3139, 0.4424 and 0, the last input acting through an interaction alone. */
const ishigami = {
  f: ([x, y, z]: readonly number[]) => Math.sin(angle(x)) + A * Math.sin(angle(y)) ** 2 + B * angle(z) ** 4 * Math.sin(angle(x)),
  variance: A ** 2 / 8 + (B * Math.PI ** 4) / 5 + (B ** 2 * Math.PI ** 8) / 18 + 0.5,
  conditional: [(u: number) => (1 + (B * Math.PI ** 4) / 5) * Math.sin(angle(u)), (u: number) => A * Math.sin(angle(u)) ** 2, () => 0],
  indices: [0.3139, 0.4424, 0],
};
const weights = [0, 1, 4.5, 9];
const partial = weights.map((a) => 1 / (3 * (1 + a) ** 2));
const gVariance = partial.reduce((product, v) => product * (1 + v), 1) - 1;
/** Sobol's g-function: V_i = 1/(3(1 + a_i)²). */
const g = {
  f: (u: readonly number[]) => weights.reduce((product, a, i) => (product * (Math.abs(4 * u[i] - 2) + a)) / (1 + a), 1),
  variance: gVariance,
  conditional: weights.map((a) => (u: number) => (Math.abs(4 * u - 2) + a) / (1 + a)),
  indices: partial.map((v) => v / gVariance),
};
const additive = {
  f: ([x, y]: readonly number[]) => 2 * x + y,
  variance: 5 / 12,
  conditional: [(u: number) => 2 * u, (u: number) => u, () => 0],
  indices: [0.8, 0.2, 0],
};

describe("indices of functions that have them in closed form", () => {
  for (const [name, { f, variance, conditional, indices }] of Object.entries({ ishigami, g, additive }))
    test(name, () => {
      const inputs = inputsOf(name, conditional.length, N);
      const found = firstOrderSensitivity(inputs, outcomeOf(inputs, f), "test");
      conditional.forEach((of, i) => {
        const S = kept(of, variance);
        // What the bins lose: 1/256 of a linear effect; of the two periods of sin² 1 − sinc²(π/8) = 5.1%, the most here.
        expect(Math.abs(S - indices[i])).toBeLessThan(0.052 * indices[i] + 1e-4);
        expect(Math.abs((found?.indices[i] ?? Number.NaN) - S), `input ${i}`).toBeLessThan(band(S));
      });
    });

  test("choices have a bin each: an outcome that is one of them is explained wholly", () => {
    const choice = uniforms("choice", 300).map((u) => Math.floor(3 * u));
    const [index, other] =
      firstOrderSensitivity(
        [choice, uniforms("other", 300)],
        choice.map((c) => (c === 1 ? 1 : 0)),
        "a",
      )?.indices ?? [];
    expect(index).toBeCloseTo(1, 12);
    expect(Math.abs(other)).toBeLessThan(0.15);
  });
});

describe("noise is not read as signal", () => {
  const [n, bins, repeats] = [200, 7, 40];
  const found = Array.from({ length: repeats }, (_, r) => {
    const inputs = inputsOf(`noise${r}-`, 3, n);
    const outcome = uniforms(`outcome${r}`, n).map((u) => (u < 0.7 ? 1 : 0));
    return firstOrderSensitivity(inputs, outcome, `seed${r}`) as { indices: number[]; noise: number };
  });
  // Under independence SSB/SST has mean (B − 1)/(n − 1) = 0.03 and standard deviation √(2(B − 1))/(n − 1); the mean of 120 estimates is then
  // within 0.008 of what it estimates at five standard deviations.
  const slack = (5 * Math.sqrt(2 * (bins - 1))) / (n - 1) / Math.sqrt(3 * repeats);
  test("the corrected estimate has mean 0", () => {
    expect(Math.abs(average(found.flatMap(({ indices }) => indices)))).toBeLessThan(slack);
  });
  test("negative control: the uncorrected one has not, and this test sees it", () => {
    const uncorrected = found.flatMap(({ indices }) => indices.map((S) => 1 - ((1 - S) * (n - bins)) / (n - 1)));
    expect(Math.abs(average(uncorrected))).toBeGreaterThan(slack);
  });
  // 5% of 40 is 2; a binomial count of 9 or more has probability 1e-4.
  test("the reference is passed by chance in about one case of twenty, over all inputs at once", () => {
    expect(found.filter(({ indices, noise }) => Math.max(...indices) > noise).length).toBeLessThan(9);
  });
});

test("what has no index has none", () => {
  const inputs = inputsOf("none", 1, 50);
  expect(firstOrderSensitivity(inputs, new Array(50).fill(1), "a")).toBeUndefined();
  expect(
    firstOrderSensitivity(
      [inputs[0].slice(0, 19)],
      Array.from({ length: 19 }, (_, i) => i % 2),
      "a",
    ),
  ).toBeUndefined();
});
