import { describe, expect, test } from "vitest";
import { gaussLegendre } from "../../numerics/gaussLegendre.ts";
import { integrateSeries, legendreCoefficients, legendreSum } from "../../numerics/legendre.ts";
import { rootBetween } from "../../numerics/root.ts";

describe("Gauss–Legendre rule", () => {
  test.each([1, 2, 5, 10, 16, 24, 64])("order %d integrates x^k exactly up to k = 2p − 1, and not beyond", (order) => {
    const { nodes, weights } = gaussLegendre(order);
    const integral = (k: number) => weights.reduce((sum, w, i) => sum + w * nodes[i] ** k, 0);
    for (let k = 0; k < 2 * order; k++) expect(integral(k)).toBeCloseTo(k % 2 === 0 ? 2 / (k + 1) : 0, 13);
    if (order <= 10) expect(Math.abs(integral(2 * order) - 2 / (2 * order + 1))).toBeGreaterThan(1e-7);
  });
  test("two nodes at ±1/√3", () =>
    expect([...gaussLegendre(2).nodes]).toEqual([expect.closeTo(-1 / Math.sqrt(3), 15), expect.closeTo(1 / Math.sqrt(3), 15)]));
  test.each([0, 65, 2.5])("order %d is refused", (order) =>
    expect(() => gaussLegendre(order)).toThrow(/order must be an integer in \[1, 64\]/),
  );
});

describe("Legendre series", () => {
  const rule = gaussLegendre(8);
  const coefficients = new Float64Array(8);
  legendreCoefficients(
    rule,
    rule.nodes.map((x) => 1 + x - 3 * x ** 4),
    0,
    coefficients,
    0,
  );
  test("reproduces the polynomial off the nodes", () =>
    expect(legendreSum(coefficients, 0, 8, 0.37)).toBeCloseTo(1.37 - 3 * 0.37 ** 4, 14));
  test("integrates from −1", () => {
    const integral = new Float64Array(9);
    integrateSeries(coefficients, 0, 8, integral, 0);
    const truth = (x: number) => x + x ** 2 / 2 - (3 / 5) * x ** 5;
    for (const x of [-1, -0.2, 0.9, 1]) expect(legendreSum(integral, 0, 9, x)).toBeCloseTo(truth(x) - truth(-1), 14);
  });
});

describe("root in a bracket", () => {
  test.each([
    ["a line", (x: number) => x - 0.3],
    ["a cube, flat at its root", (x: number) => (x - 0.3) ** 3],
    ["a jump", (x: number) => (x < 0.3 ? -1 : 1)],
    ["a steep tail", (x: number) => Math.exp(40 * (x - 1)) - Math.exp(-28)],
  ])("%s", (_, f) => expect(rootBetween(f, 0, 1, 1e-12)).toBeCloseTo(0.3, 11));
  test("spends no more than bisection and a few", () => {
    let calls = 0;
    const counted = (x: number) => {
      calls++;
      return Math.expm1(50 * (x - 0.97));
    };
    rootBetween(counted, 0, 1, 1e-12);
    expect(calls).toBeLessThanOrEqual(45); // 40 halvings of [0, 1] reach 1e-12; two ends, and ITP's slack of one
  });
  test("an end that is already past the root is the answer", () => expect(rootBetween((x) => x + 1, 0, 1, 1e-9)).toBe(0));
});
