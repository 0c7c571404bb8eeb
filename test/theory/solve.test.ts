import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CANONICAL, guided, MODEL_0, MODEL_1, MODEL_2, MODEL_3 } from "../../model/canonical.ts";
import type { Point, PointInput } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { meanDeviation } from "../../theory/law/law.ts";
import { progressOf, subsetRuns } from "../../theory/pointLaws.ts";
import { solve as solveAnew } from "../../theory/solve.ts";
import { anyBroadPoint, anyPoint } from "../laws/anyPoint.ts";

/** The laws are searched from one seed, and so at the same points: each is solved once for all of them. */
const known = new Map<string, ReturnType<typeof solveAnew>>();
function solve(point: Point): ReturnType<typeof solveAnew> {
  const key = JSON.stringify(point);
  const solution = known.get(key) ?? solveAnew(point);
  known.set(key, solution);
  return solution;
}

const SEED = 20261121;
const RUNS = 40;
const searched = (law: (point: Point) => void, runs = RUNS, points = anyPoint) =>
  fc.assert(
    fc.property(points, (input) => law(parsePoint(input))),
    { numRuns: runs, seed: SEED, endOnFailure: true },
  );
/** Where each point is solved anew: what is held does not depend on how narrow a law is. */
const searchedAnew = (law: (point: Point) => void, runs = RUNS) => searched(law, runs, anyBroadPoint);
const canonical = (change: Partial<PointInput>) =>
  parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 10 }, pool: [MODEL_3], ...change });

// Every attempt lands in the window: log(1 − p) is −Infinity, and must not meet the 0 retries of R = 1.
test("a single attempt that cannot fail passes, whatever would follow a failure", () => {
  for (const onUnrecovered of ["carry", "abort"] as const) {
    const sure = canonical({ retryBudget: 1, tolerance: 9, stages: { kind: "uniform", count: 5 }, onUnrecovered });
    const { passRate, failRate, finalBias } = solve(sure);
    expect([passRate, failRate]).toEqual([1, 0]);
    expect(finalBias).toBeCloseTo(solve({ ...sure, retryBudget: 2 }).finalBias, 9);
  }
});

describe("laws on searched points", () => {
  test("every figure is finite, rates are rates, outcomes add up to 1, quantiles ascend", () =>
    searched((point) => {
      const solution = solve(point);
      const quantiles = Object.entries(solution.quantiles).toSorted(([a], [b]) => Number(a) - Number(b));
      quantiles.slice(1).forEach(([level, quantile], i) => {
        const slack = solution.error.quantiles[level] + solution.error.quantiles[quantiles[i][0]];
        expect(quantile).toBeGreaterThanOrEqual(quantiles[i][1] - slack);
      });
      for (const stage of solution.stages) {
        expect(stage.acceptRate + stage.overshootRate + stage.exhaustionRate).toBeCloseTo(1, 12);
        expect(stage.meanAttempts).toBeGreaterThanOrEqual(1 - 1e-12);
        expect(stage.meanAttempts).toBeLessThanOrEqual(point.retryBudget + 1e-9);
      }
      expect(solution.finalBias).toBeGreaterThanOrEqual(Math.abs(solution.signedBias) - solution.error.finalBias - 1e-12);
      JSON.stringify(solution, (_, value) => {
        if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`not finite in ${JSON.stringify(point)}`);
        return value;
      });
    }));

  // The stated error must cover the truth. A third, finer order stands in for it: 24 nodes against the answer's 14.
  test("a finer quadrature lies within the stated error", () =>
    searched((point) => {
      const { passRate, finalBias, error } = solve(point);
      const finer = subsetRuns(point, 24);
      const mean = finer.reduce((sum, run) => sum + run.passRate, 0) / finer.length;
      expect(Math.abs(mean - passRate)).toBeLessThanOrEqual(error.passRate + 1e-13);
      expect(Math.abs(meanDeviation(progressOf(point, finer), point.goal) - finalBias)).toBeLessThanOrEqual(error.finalBias + 1e-12);
    }));

  test("pass rate is the product of the stages' pass rates", () =>
    searched((point) => {
      if (point.prune > 0) return; // a mixture of products is no product
      const { passRate, stages } = solve(point);
      const product = stages.reduce((rate, stage) => rate * stage.passRate, 1);
      expect(Math.abs(passRate - product)).toBeLessThanOrEqual(1e-12 * product);
    }));

  test("what happens after a failure does not change who passes", () =>
    searchedAnew((point) => {
      const [carry, abort] = (["carry", "abort"] as const).map((onUnrecovered) => solve({ ...point, onUnrecovered }));
      expect(abort.passRate).toBe(carry.passRate);
      expect(abort.finalBiasPassed).toBe(carry.finalBiasPassed);
      expect(abort.meanAttempts).toBeLessThanOrEqual(carry.meanAttempts + 1e-9);
    }));

  test("the order of explicit stages does not matter to pass rate and, when runs carry on, to final bias", () =>
    searchedAnew((point) => {
      if (point.stages.kind !== "explicit") return;
      const carried: Point = { ...point, onUnrecovered: "carry" };
      const reversed: Point = { ...carried, stages: { kind: "explicit", requests: point.stages.requests.toReversed() } };
      const [a, b] = [solve(carried), solve(reversed)];
      expect(Math.abs(a.passRate - b.passRate)).toBeLessThanOrEqual(1e-12 * a.passRate);
      expect(Math.abs(a.finalBias - b.finalBias)).toBeLessThanOrEqual(a.error.finalBias + b.error.finalBias);
    }));

  test("units do not matter: all lengths times 1000, biases times 1000", () =>
    searchedAnew((point) => {
      const scale = 1000;
      const { passRate, finalBias, error } = solve(point);
      const scaled = solve(scaledBy(point, scale));
      expect(Math.abs(scaled.passRate - passRate)).toBeLessThanOrEqual(error.passRate + scaled.error.passRate + 1e-12);
      expect(Math.abs(scaled.finalBias / scale - finalBias)).toBeLessThanOrEqual(error.finalBias + scaled.error.finalBias / scale + 1e-10);
    }, 20));
});

function scaledBy(point: Point, by: number): Point {
  const { stages, guidance } = point;
  return {
    ...point,
    goal: point.goal * by,
    tolerance: point.tolerance * by,
    guidance: { ...guidance, strength: guidance.strength / by },
    pool: point.pool.map(({ mu, sigma, min, max }) => ({ mu: mu * by, sigma: sigma * by, min: min * by, max: max * by })),
    stages:
      stages.kind === "explicit"
        ? { ...stages, requests: stages.requests.map((request) => request * by) }
        : stages.kind === "partial"
          ? { ...stages, chunk: stages.chunk * by }
          : stages,
  };
}

describe("edges", () => {
  test("a request below the smallest step is never reached, at any retry budget: exactly 0, and no bias of passed runs", () => {
    const solution = solve(canonical({ stages: { kind: "uniform", count: 36 }, pool: [MODEL_2], retryBudget: 10_000 }));
    expect(solution.passRate).toBe(0);
    expect(solution.error.passRate).toBe(0);
    expect(solution).not.toHaveProperty("finalBiasPassed");
    expect(solution.absent?.finalBiasPassed).toMatch(/no run can pass/);
  });
  test("a tolerance of 0 accepts nothing", () => expect(solve(canonical({ tolerance: 0 })).passRate).toBe(0));
  test("tiny pass rates keep their digits: 10,000 stages", () => {
    const one = solve(canonical({ goal: 10, stages: { kind: "uniform", count: 1 } })).passRate;
    const many = solve(canonical({ goal: 1e5, stages: { kind: "uniform", count: 10_000 } })).passRate;
    expect(Math.log(many) / Math.log(one)).toBeCloseTo(10_000, 6);
  });
  const degenerate: Readonly<Record<string, Partial<PointInput>>> = {
    "sigma of a millionth": { pool: [{ mu: 5.1, sigma: 1e-6, min: 0, max: 10 }] },
    "support of a millionth": { pool: [{ mu: 5, sigma: 1, min: 5, max: 5.000001 }] },
    "sigma of 1e9": { pool: [{ mu: 5, sigma: 1e9, min: 0, max: 10 }] },
    "location 10,000 sigma away": { pool: [{ mu: 1e4, sigma: 1, min: 4, max: 14 }] },
    "steps from 0, step budget 1000": { pool: [{ mu: 0, sigma: 2, min: 0, max: 8 }], stepBudget: 1000 },
    "all weight in one member": { pool: [MODEL_3, MODEL_2], weights: [0, 1e9] },
    "guidance strength of a million": { pool: [MODEL_3, MODEL_1, MODEL_0], guidance: { kind: "aligned", strength: 1e6 } },
    "a narrow member among broad ones": { pool: [{ mu: 5.1, sigma: 0.01, min: 0, max: 10 }, MODEL_3, MODEL_1] },
  };
  for (const [name, change] of Object.entries(degenerate))
    test(`answered by value: ${name}`, () => {
      const { passRate, finalBias, error } = solve(canonical(change));
      expect(passRate).toBeGreaterThanOrEqual(0);
      expect(passRate).toBeLessThanOrEqual(1 + 1e-12);
      expect(error.passRate).toBeLessThan(1e-6);
      expect(error.finalBias).toBeLessThan(1e-4);
      expect(finalBias).toBeGreaterThanOrEqual(0);
    });
  test("too many pool subsets are refused by name", () =>
    expect(() => solve(canonical({ pool: new Array(40).fill(MODEL_3), prune: 20 }))).toThrow(/^prune must leave at most 2000 subsets/));
  test("guided pools of four, as in the guidance experiment, keep every digit asked for", () => {
    const { error } = solve(
      canonical({ stages: { kind: "uniform", count: 5 }, pool: [MODEL_3, MODEL_2, MODEL_1, MODEL_0], guidance: guided("aligned") }),
    );
    expect(error.finalBias).toBeLessThan(1e-6);
  });
});
