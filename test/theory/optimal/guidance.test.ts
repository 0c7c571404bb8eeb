import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CANONICAL, guided, MODEL_0, MODEL_1, MODEL_2, MODEL_3 } from "../../../model/canonical.ts";
import type { PointInput } from "../../../model/point.ts";
import { parsePoint } from "../../../model/validate.ts";
import { truncatedNormal } from "../../../numerics/truncatedNormal.ts";
import { compareGuidance, type GuidedHarness } from "../../../theory/optimal/optimalGuidance.ts";
import { solve } from "../../../theory/solve.ts";

const SEED = 20261125;
const canonical = (change: Partial<PointInput> = {}) =>
  parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 5 }, pool: [MODEL_3, MODEL_2, MODEL_1], ...change });
const ruleOf = (rules: readonly GuidedHarness[], name: string) => {
  const found = rules.find(({ rule }) => rule.startsWith(name));
  if (!found) throw new Error(`no rule ${name}`);
  return found;
};

describe("optimal guidance", () => {
  const anyPool = fc
    .record({
      pool: fc.array(fc.constantFrom(MODEL_0, MODEL_1, MODEL_2, MODEL_3, { mu: 3, sigma: 5, min: 0, max: 9 }), {
        minLength: 1,
        maxLength: 4,
      }),
      lambda: fc.double({ min: 0, max: 20, noNaN: true }),
      K: fc.integer({ min: 1, max: 12 }),
      stepBudget: fc.integer({ min: 1, max: 10 }),
      tolerance: fc.double({ min: 0.2, max: 3, noNaN: true }),
    })
    .map(({ K, lambda, ...rest }) => ({ lambda, point: canonical({ ...rest, goal: 60, stages: { kind: "uniform", count: K } }) }));

  test("no rule accepts more often, at any lambda, and hindsight never less often than none", () =>
    fc.assert(
      fc.property(anyPool, ({ point, lambda }) => {
        const { rules } = compareGuidance(point, lambda);
        const [best, none, hindsight] = ["optimal", "none", "hindsight"].map((name) => ruleOf(rules, name).acceptRates[0]);
        // All rules share one lattice, on which the theorems hold as they stand: only rounding is allowed for.
        for (const { acceptRates } of rules) expect(acceptRates[0]).toBeLessThanOrEqual(best + 1e-12);
        expect(hindsight).toBeGreaterThanOrEqual(none - 1e-12);
      }),
      { numRuns: 20, seed: SEED, endOnFailure: true },
    ));

  test("rules by distance are those of the forward solver, within the stated error", () => {
    for (const kind of ["aligned", "misaligned", "none"] as const)
      for (const count of [2, 5, 9]) {
        const point = canonical({ stages: { kind: "uniform", count }, guidance: guided(kind) });
        const { acceptRates, error } = ruleOf(compareGuidance(point, 3).rules, kind);
        const forward = solve(point).stages[0].acceptRate;
        expect(Math.abs(acceptRates[0] - forward)).toBeLessThanOrEqual(error.acceptRates[0] + 1e-9);
        expect(error.acceptRates[0]).toBeLessThan(1e-3);
      }
  });

  test("the comparison has teeth: a lambda a tenth off is outside the error", () => {
    const { acceptRates, error } = ruleOf(compareGuidance(canonical(), 3.3).rules, "aligned");
    const forward = solve(canonical({ guidance: guided("aligned") })).stages[0].acceptRate;
    expect(Math.abs(acceptRates[0] - forward)).toBeGreaterThan(20 * error.acceptRates[0]);
  });

  test("one step: it is the member most likely to land in the window", () => {
    const point = canonical({ stepBudget: 1, goal: 9, stages: { kind: "uniform", count: 1 } });
    const chances = point.pool.map(({ mu, sigma, min, max }) => {
      const member = truncatedNormal(mu, sigma, min, max);
      return member.cdf(11) - member.cdf(7);
    });
    expect(ruleOf(compareGuidance(point, 3).rules, "optimal").acceptRates[0]).toBeCloseTo(Math.max(...chances), 5);
  });

  test("members of weight 0 are never drawn", () => {
    const pair = compareGuidance(canonical({ pool: [MODEL_3, MODEL_1], weights: [1, 0] }), 3);
    const alone = compareGuidance(canonical({ pool: [MODEL_3] }), 3);
    expect(pair.rules.map(({ acceptRates }) => acceptRates)).toEqual(alone.rules.map(({ acceptRates }) => acceptRates));
  });

  test("for one agent there is nothing to guide", () => {
    const { rules } = compareGuidance(canonical({ pool: [MODEL_2] }), 3);
    for (const { passRate } of rules) expect(passRate).toBeCloseTo(solve(canonical({ pool: [MODEL_2] })).passRate, 4);
  });

  test("pruning and checks at the end only are refused by name; a tolerance of 0 accepts nothing", () => {
    expect(() => compareGuidance(canonical({ prune: 1 }), 3)).toThrow(/^prune must be 0/);
    expect(() => compareGuidance(canonical({ verification: "stage-end" }), 3)).toThrow(/^verification must be every-step/);
    for (const { passRate } of compareGuidance(canonical({ tolerance: 0 }), 3).rules) expect(passRate).toBe(0);
  });
});
