import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CANONICAL, MODEL_1, MODEL_2, MODEL_3 } from "../../../model/canonical.ts";
import { parsePoint } from "../../../model/validate.ts";
import { bestRequests } from "../../../theory/optimal/bestRequests.ts";
import { optimalPlan, requestRange } from "../../../theory/optimal/plan.ts";
import { requestTable } from "../../../theory/optimal/requestValue.ts";
import { upperBound } from "../../../theory/optimal/upperBound.ts";
import { solve } from "../../../theory/solve.ts";
import { stageCurve } from "../../../theory/stageCurve.ts";

const RANGE = { total: 10, above: 0.5, most: 10, grain: 0.02 };

describe("requests of greatest total worth", () => {
  // Σ −(ℓ − 3)² − 0.01 n over n equal requests: n = 3 loses 3·(1/3)², n = 4 loses 4·(1/2)²; equal ones are best by concavity.
  test("concave worth: the best number of equal requests", () => {
    const best = bestRequests((request) => -((request - 3) ** 2) - 0.01, RANGE);
    expect(best?.requests).toHaveLength(3);
    for (const request of best?.requests ?? []) expect(request).toBeCloseTo(10 / 3, 6);
    expect(best?.worth).toBeCloseTo(-1 / 3 - 0.03, 10);
  });
  // Two kinks: the best plan stands on one with two requests and misses by what is left over.
  test("kinks off the lattice: worth −|ℓ − 3.3| or −|ℓ − √2 − 2|, whichever is less bad", () => {
    const worth = (request: number) => -Math.min(Math.abs(request - 3.3), Math.abs(request - Math.SQRT2 - 2));
    const best = bestRequests(worth, RANGE);
    // Three requests must make up 10: 3.3 · 2 + (√2 + 2) = 10.0142, and 3.3 · 3 = 9.9: one kink is missed by 0.0142.
    expect(best?.worth).toBeCloseTo(-(2 * 3.3 + Math.SQRT2 + 2 - 10), 9);
  });
  test("no plan where nothing may be asked", () => {
    expect(bestRequests(() => Number.NEGATIVE_INFINITY, RANGE)).toBeUndefined();
    expect(bestRequests((request) => (request < 1.2 ? -1 : Number.NEGATIVE_INFINITY), { ...RANGE, total: 0.9, most: 0.4 })).toBeUndefined();
  });
  test("a total within one request is asked at once, and exactly", () =>
    expect(bestRequests((request) => -request, { ...RANGE, total: 0.9 })?.requests).toEqual([0.9]));
});

describe("the bound", () => {
  const worths: readonly [string, (request: number) => number][] = [
    ["smooth", (x) => -((x - 3) ** 2) / 5 - 0.01],
    ["oscillating", (x) => Math.sin(9 * x) / 4 - 0.3],
    ["kinked", (x) => -Math.abs(((x * 1.7) % 1) - 0.5) - 0.05],
    ["broken off", (x) => (x > 2.4 ? Math.log(x - 2.4) - 1 : Number.NEGATIVE_INFINITY)],
  ];
  const anyPlan = fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 1, maxLength: 15 });

  test.each(worths)("no plan is worth more, and the plan found comes near: %s", (_, worth) => {
    const best = bestRequests(worth, RANGE);
    if (!best) throw new Error("a plan was expected");
    expect(best.bound).toBeGreaterThanOrEqual(best.worth);
    expect(best.bound - best.worth).toBeLessThan(0.02);
    fc.assert(
      fc.property(anyPlan, (shares) => {
        const sum = shares.reduce((total, share) => total + share, 0);
        const requests = shares.map((share) => (10 * share) / sum);
        if (requests.some((request) => request <= RANGE.above)) return;
        expect(requests.reduce((total, request) => total + worth(request), 0)).toBeLessThanOrEqual(best.worth + 1e-9);
      }),
      { seed: 11, numRuns: 2000 },
    );
  });

  test("it holds for any multiplier: one far off is loose, never wrong", () => {
    const worth = worths[0][1];
    const best = bestRequests(worth, RANGE)?.worth ?? Number.NaN;
    for (const slope of [-3, -0.1, 0, 0.4, 5]) expect(upperBound(requestTable(worth, RANGE), slope)).toBeGreaterThanOrEqual(best);
  });
  test("it has teeth: samples that are too low by a little more than the gap give a bound that the plan found beats", () => {
    const worth = worths[1][1];
    const best = bestRequests(worth, RANGE);
    if (!best) throw new Error("a plan was expected");
    const table = requestTable(worth, RANGE);
    const low = { ...table, samples: table.samples.map((value) => value - 0.01) };
    expect(best.bound - best.worth).toBeLessThan(0.01);
    expect(upperBound(low, 0)).toBeLessThan(best.worth);
  });
});

describe("the optimal plan of an agent", () => {
  const point = (pool: readonly (typeof MODEL_1)[], change = {}) =>
    parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 1 }, pool: [...pool], ...change });
  test.each([
    ["Model 1", [MODEL_1], 17, 1e-6],
    ["Model 2", [MODEL_2], 12, 1e-4],
    ["Model 3", [MODEL_3], 2, 1e-5],
  ] as const)("%s: certified, no worse than the paper's best K, and solved to the same pass rate", (_, pool, K, gap) => {
    const plan = optimalPlan(point(pool));
    if (!plan) throw new Error("a plan was expected");
    const solved = solve(point(pool, { stages: { kind: "explicit", requests: [...plan.requests] } }));
    expect(Math.abs(solved.passRate - plan.passRate)).toBeLessThan(1e-11);
    expect(Math.abs(solved.failRate / plan.failRate - 1)).toBeLessThan(1e-6);
    expect(plan.passRate).toBeGreaterThanOrEqual(solve(point(pool, { stages: { kind: "uniform", count: K } })).passRate - 1e-13);
    expect(plan.upperBound).toBeGreaterThanOrEqual(plan.passRate);
    expect(plan.upperBound - plan.passRate).toBeLessThan(gap);
    expect(plan.requests.reduce((sum, request) => sum + request, 0)).toBeCloseTo(100, 10);
  });
  test("Model 3 wants two unequal stages", () => {
    const plan = optimalPlan(point([MODEL_3]));
    expect(plan?.requests).toHaveLength(2);
    expect(plan?.passRate).toBeGreaterThan(solve(point([MODEL_3], { stages: { kind: "uniform", count: 2 } })).passRate + 1e-3);
  });
  test("out of reach: no plan", () => {
    // One step is at least 9, beyond 5 + ε.
    const stuck = point([{ mu: 9, sigma: 1, min: 9, max: 9.1 }], { tolerance: 0.1, goal: 5 });
    expect(optimalPlan(stuck)).toBeUndefined();
  });
  test("a tolerance of 0: no plan", () => expect(optimalPlan(point([MODEL_1], { tolerance: 0 }))).toBeUndefined());
  test("checked once at a stage's end: the plan is that mode's own", () => {
    const mode = { verification: "stage-end" as const, goal: 40 };
    const plan = optimalPlan(point([MODEL_3], mode));
    if (!plan) throw new Error("a plan was expected");
    const solved = solve(point([MODEL_3], { ...mode, stages: { kind: "explicit", requests: [...plan.requests] } }));
    expect(solved.passRate).toBeCloseTo(plan.passRate, 10);
  });
  test("the range ends where no attempt gets", () => {
    const range = requestRange(point([MODEL_2]));
    expect(range.most).toBe(90);
    expect(stageCurve(point([MODEL_2])).at(90).passRate).toBe(0);
  });
});
