import { describe, expect, test } from "vitest";
import { gridOf } from "../../theory/grid.ts";
import { characteristic, multiplyPower, ones } from "../../theory/law/characteristic.ts";
import { distance } from "../../theory/law/distance.ts";
import { meanDeviation, mixture } from "../../theory/law/law.ts";
import { pairLaw } from "../../theory/law/pair.ts";
import { piecewiseLaw } from "../../theory/law/piecewise.ts";
import { seriesLaw } from "../../theory/law/series.ts";

/** Uniform laws on two separate pieces, [1, 2] and [4, 6], with masses 1/2 each: everything has a closed form. */
const grid = gridOf(
  [
    [1, 2],
    [4, 6],
  ],
  12,
);
const split = piecewiseLaw(
  grid,
  grid.nodes.map((x) => (x < 3 ? 0.5 : 0.25)),
);
const unit = (order: number) => {
  const cells = gridOf([[0, 1]], order);
  return piecewiseLaw(
    cells,
    cells.nodes.map(() => 1),
  );
};

describe("piecewise law", () => {
  test("mass and moment", () => {
    expect(split.mass).toBeCloseTo(1, 14);
    expect(split.moment).toBeCloseTo(0.5 * 1.5 + 0.5 * 5, 13);
  });
  test.each([
    [0.5, 0],
    [1.5, 0.25],
    [3, 0.5],
    [5, 0.75],
    [7, 1],
  ])("cdf(%d) = %d", (y, p) => expect(split.cdf(y)).toBeCloseTo(p, 13));
  test.each([
    [1.5, 0.0625],
    [3, 0.5 * 1.5],
    [5, 0.5 * 3.5 + 0.125],
    [7, 7 - 3.25],
  ])("shortfall(%d) = %d, across the gap too", (y, value) => expect(split.shortfall(y)).toBeCloseTo(value, 12));
  test("mean deviation is the mean of |x − y|", () => expect(meanDeviation(split, 3)).toBeCloseTo(0.5 * 1.5 + 0.5 * 2, 12));
  test("a mixture weighs its parts", () => {
    const both = mixture([
      { weight: 0.25, law: split },
      { weight: 0.75, law: unit(12) },
    ]);
    expect(both.cdf(0.5)).toBeCloseTo(0.375, 13);
    expect(both.support).toEqual([0, 6]);
  });
});

describe("sums", () => {
  const three = seriesLaw(
    {
      mass: 1,
      moment: 1.5,
      support: [0, 3],
      spectrum: (step, first, n) => {
        const out = ones(n);
        multiplyPower(out, characteristic(unit(16), step, first, n), 3);
        return { ...out, cost: n };
      },
    },
    1e-10,
  );
  test("two uniforms make a triangle", () => {
    const pair = pairLaw(unit(16), unit(16));
    for (const y of [0.1, 0.7, 1, 1.6]) expect(pair.cdf(y)).toBeCloseTo(y < 1 ? (y * y) / 2 : 1 - (2 - y) ** 2 / 2, 13);
  });
  // Irwin–Hall: F₃(y) = (y³ − 3(y − 1)₊³ + 3(y − 2)₊³)/6, and its integral.
  const hall = (y: number, power: number) => [1, -3, 3].reduce((sum, sign, k) => sum + sign * Math.max(0, y - k) ** power, 0);
  test.each([0.3, 1, 1.4, 2.2, 2.9])("three uniforms at %d: shortfall within its stated tail", (y) =>
    expect(Math.abs(three.shortfall(y) - hall(y, 4) / 24)).toBeLessThanOrEqual(three.tail + 1e-13),
  );
  test.each([0.3, 1, 1.4, 2.2, 2.9])("three uniforms at %d: cdf within its stated tail", (y) =>
    expect(Math.abs(three.cdf(y) - hall(y, 3) / 6)).toBeLessThanOrEqual(three.tailCdf + 1e-13),
  );
  test("the stated tail is what was asked for", () => expect(three.tail).toBeLessThan(1e-10));
});

test("distance of two laws: a shift of mass by δ is δ in Wasserstein distance", () => {
  const cells = gridOf(
    [
      [0, 1],
      [1, 2],
    ],
    10,
  );
  const first = piecewiseLaw(
    cells,
    cells.nodes.map((x) => (x < 1 ? 0.6 : 0.4)),
  );
  const second = piecewiseLaw(
    cells,
    cells.nodes.map((x) => (x < 1 ? 0.5 : 0.5)),
  );
  expect(distance(first, second).kolmogorov).toBeCloseTo(0.1, 13);
  expect(distance(first, second).wasserstein).toBeCloseTo(0.1, 13);
});
