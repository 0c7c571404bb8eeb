import { describe, expect, test } from "vitest";
import { CANONICAL, MODEL_3 } from "../../model/canonical.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { PointInput } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { granularityBound } from "../../theory/granularity/bound.ts";
import { costSplit } from "../../theory/granularity/executionCost.ts";
import { retentionGaps } from "../../theory/guidance/oddsIdentity.ts";
import { stoppingRule } from "../../theory/marginalStopping.ts";
import { adaptiveHarness } from "../../theory/optimal/adaptive.ts";
import { paretoFront } from "../../theory/optimal/pareto.ts";
import { optimalPlan } from "../../theory/optimal/plan.ts";
import { solve } from "../../theory/solve.ts";
import { stageCurve } from "../../theory/stageCurve.ts";

/**
 * Agents at the edge of what a point may hold. Each theorem and each optimum must answer by value (a number, ±Infinity where that is the
 * value, or nothing with its name) or refuse by name; NaN is neither.
 */
const AGENTS: readonly [string, Partial<PointInput>][] = [
  ["all but a point: sigma 1e-6 of its place", { pool: [{ mu: 10, sigma: 1e-5, min: 4, max: 14 }] }],
  ["all but a point: a support 1e-6 wide", { pool: [{ mu: 10, sigma: 6, min: 10, max: 10.00001 }] }],
  ["flat: sigma a billion", { pool: [{ mu: 10, sigma: 1e9, min: 4, max: 14 }] }],
  ["far in its tail", { pool: [{ mu: 300, sigma: 6, min: 4, max: 14 }] }],
  ["steps from 0", { pool: [{ mu: 5, sigma: 3, min: 0, max: 10 }] }],
  [
    "one member has all the weight",
    { pool: [MODEL_3, { mu: 4, sigma: 2, min: 2, max: 6 }], weights: [1, 0], guidance: { kind: "aligned", strength: 3 } },
  ],
  ["two members alike", { pool: [MODEL_3, MODEL_3], guidance: { kind: "aligned", strength: 3 } }],
  ["guidance of a million", { pool: [MODEL_3, { mu: 4, sigma: 2, min: 2, max: 6 }], guidance: { kind: "misaligned", strength: 1e6 } }],
  ["nothing can be reached", { pool: [{ mu: 30, sigma: 6, min: 25, max: 35 }], goal: 12 }],
];

const ANSWERS: readonly [string, (point: ReturnType<typeof parsePoint>) => unknown][] = [
  ["solve", solve],
  ["theorem 1", granularityBound],
  ["decomposition", (point) => costSplit(point, stageCurve(point))],
  ["theorem 2", (point) => retentionGaps(point)(point.goal / 5)],
  ["theorem 3", (point) => stoppingRule(point, point.goal / 5)],
  ["optimal plan", (point) => optimalPlan(point)],
  ["Pareto front", (point) => paretoFront(point)],
  ["adaptive harness", (point) => adaptiveHarness(point)],
];

describe.each(AGENTS)("%s", (_, change) => {
  const point = parsePoint({ ...CANONICAL, goal: 25, stages: { kind: "uniform", count: 2 }, pool: [MODEL_3], ...change });
  test.each(ANSWERS)("%s is answered by value or refused by name", (__, answer) => {
    try {
      expect(numbersIn(answer(point)).some(Number.isNaN)).toBe(false);
    } catch (error) {
      const named = error instanceof InvalidInput || (error instanceof Error && ["Unresolved", "RangeError"].includes(error.name));
      if (!named) throw error;
      expect((error as Error).message).not.toMatch(/NaN|undefined/);
    }
  });
});

test("the check has teeth: a NaN anywhere in an answer is found", () =>
  expect(numbersIn({ a: [{ b: Number.NaN }] }).some(Number.isNaN)).toBe(true));

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

describe("a window too narrow for the solver's panels", () => {
  const at = (tolerance: number) => parsePoint({ ...CANONICAL, tolerance, stages: { kind: "explicit", requests: [10] }, pool: [MODEL_3] });
  // The density of progress at the request hardly changes over 1e-7, so the accept rate is its width times that density.
  const density = solve(at(1e-7)).stages[0].acceptRate / 2e-7;

  test("is answered in proportion to its width while it can be seen", () =>
    expect(solve(at(1e-9)).stages[0].acceptRate / 2e-9 / density).toBeCloseTo(1, 6));
  test("is refused by name, not answered by 0, where it cannot", () => {
    expect(() => solve(at(5e-11))).toThrow(/tolerance is too small/);
    expect(() => stageCurve(at(5e-11)).at(10)).toThrow(/tolerance is too small/);
  });
  test("holds nothing at tolerance 0, which is true", () => expect(solve(at(0)).passRate).toBe(0));
});
