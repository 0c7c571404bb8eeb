import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CANONICAL, guided, MODEL_1, MODEL_2, MODEL_3 } from "../../../model/canonical.ts";
import type { Point, PointInput } from "../../../model/point.ts";
import { requestsOf } from "../../../model/requests.ts";
import { parsePoint } from "../../../model/validate.ts";
import { namedStream } from "../../../numerics/streams.ts";
import { type AdaptiveHarness, adaptiveHarness } from "../../../theory/optimal/adaptive.ts";
import { arrivalRate } from "../../../theory/optimal/arrival.ts";
import { solve } from "../../../theory/solve.ts";
import { bernstein, hoeffding } from "../../laws/bounds.ts";
import { agentOf, type Ended, type RequestAt, runAdaptive } from "./runAdaptive.ts";

const SEED = 20261125;
const FALSE_ALARM = 1e-9;
const canonical = (change: Partial<PointInput> = {}) =>
  parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 10 }, pool: [MODEL_3], ...change });
/** As good as uniform on [4, 6]: the density falls by less than 1e-18 over it. */
const FLAT = { mu: 5, sigma: 1e9, min: 4, max: 6 };
const oneStep = (goal: number, tolerance: number, retryBudget: number) =>
  canonical({ goal, tolerance, retryBudget, stepBudget: 1, stages: { kind: "uniform", count: 1 }, pool: [FLAT] });

describe("by hand: one step of a uniform agent on [4, 6] per attempt", () => {
  // G = 5, ε = 1/2: one stage, accepted with p = 1/2 an attempt; a second stage would pass the goal.
  test.each([1, 2, 3])("R = %d: the goal is met unless every attempt misses", (R) => {
    const { arrivalRate } = adaptiveHarness(oneStep(5, 0.5, R));
    expect(Math.abs(arrivalRate.value - (1 - 0.5 ** R))).toBeLessThan(1e-9);
  });
  // |5 − S| is uniform on [0, 1]: 1/2 with one attempt; with two, 3/4 · 1/4 (accepted) + 1/4 · 3/4 (both missed).
  test.each([
    [1, 0.5],
    [2, 0.375],
  ])("R = %d: least final bias %d", (R, bias) => expect(adaptiveHarness(oneStep(5, 0.5, R)).finalBias.value).toBeCloseTo(bias, 9));
  // G = 10, ε = 1: two steps, or none, can arrive. Asking 5 + δ first accepts v = S − 5 in [δ − 1, 1], with p = 1 − δ/2 an attempt; then
  // asking what is left misses with |v|/2. So W = max over δ of (1 − (δ/2)^R)(1 − E|v/2|^R): δ = 0 and 3/4 for R = 1; for R = 2 a little
  // is worth refusing, E(v/2)² = (1 + (1 − δ)³)/(12(2 − δ)).
  const twoTries = (δ: number) => (1 - (δ / 2) ** 2) * (1 - (1 + (1 - δ) ** 3) / (12 * (2 - δ)));
  test.each([
    [1, 3 / 4],
    [2, Math.max(...Array.from({ length: 1001 }, (_, i) => twoTries(i / 1000)))],
  ])("two stages, R = %d: arrival rate %d", (R, rate) => {
    const { arrivalRate } = adaptiveHarness(oneStep(10, 1, R));
    expect(Math.abs(arrivalRate.value - rate)).toBeLessThanOrEqual(arrivalRate.error + 1e-12);
    expect(arrivalRate.error).toBeLessThan(2e-3);
  });
});

/** Comparisons of simulated runs with the figures of a rule; empty where they agree. */
function disagreements(
  point: Point,
  harness: AdaptiveHarness,
  rule: "arriving" | "homing",
  follow: (at: RequestAt) => RequestAt = (at) => at,
) {
  const before = follow(harness[rule].requestAt);
  const after = follow(harness.homing.requestAt);
  const agent = agentOf(point);
  const stream = namedStream("adaptive", 0, "steps");
  const n = 4_000;
  const runs = Array.from({ length: n }, () => runAdaptive(point, before, after, stream, agent));
  const { figures, error } = harness[rule];
  const found: string[] = [];
  // Both limits hold for draws in a known interval: a rate's is [0, 1]; a run misses the goal by less than it, or by one stage's overshoot.
  const check = (name: keyof typeof figures, of: (run: Ended) => number, width: number) => {
    const draws = runs.map(of);
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / n;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / (n - 1);
    const slack = width === 1 ? hoeffding(n, FALSE_ALARM) : bernstein(variance, width, n, FALSE_ALARM);
    const off = Math.abs(mean - figures[name]);
    if (!(off <= slack + error[name])) found.push(`${name} off by ${off}, allowed ${slack + error[name]}`);
  };
  check("arrivalRate", ({ passed, left }) => Number(passed && Math.abs(left) <= point.tolerance), 1);
  check("passRate", ({ passed }) => Number(passed), 1);
  check("finalBias", ({ left }) => Math.abs(left), point.goal);
  check("meanStages", ({ stages }) => stages, point.goal / agent.min);
  check("meanSteps", ({ steps }) => steps, (point.goal / agent.min) * point.stepBudget * point.retryBudget);
  return found;
}

describe("a rule's figures are what simulated runs show that follow it", () => {
  const settings: Readonly<Record<string, Point>> = {
    "Model 3": canonical(),
    "Model 1": canonical({ pool: [MODEL_1] }),
    "Model 2, abort": canonical({ pool: [MODEL_2], onUnrecovered: "abort" }),
    "steps from 0.5, tight": canonical({ goal: 30, tolerance: 0.7, retryBudget: 2, pool: [{ mu: 2, sigma: 3, min: 0.5, max: 9 }] }),
  };
  for (const [name, point] of Object.entries(settings))
    test(name, () => {
      const harness = adaptiveHarness(point);
      expect(disagreements(point, harness, "arriving")).toEqual([]);
      expect(disagreements(point, harness, "homing")).toEqual([]);
    });
  test("the comparison has teeth: a harness that misreads what is left, and one that never retries", () => {
    const harness = adaptiveHarness(canonical());
    const misread =
      (at: RequestAt): RequestAt =>
      (left) =>
        at(left) === undefined ? undefined : at(left + 1);
    expect(disagreements(canonical(), harness, "arriving", misread).join()).toMatch(/arrivalRate/);
    expect(disagreements(canonical({ retryBudget: 1 }), harness, "arriving").join()).toMatch(/arrivalRate/);
  });
});

describe("theorem: feedback is never worth less than nothing", () => {
  const anyFixed = fc
    .record({
      goal: fc.double({ min: 20, max: 120, noNaN: true }),
      K: fc.integer({ min: 1, max: 12 }),
      share: fc.double({ min: 0.1, max: 0.5, noNaN: true }),
      retryBudget: fc.integer({ min: 1, max: 5 }),
      stepBudget: fc.integer({ min: 2, max: 8 }),
      agent: fc.constantFrom(MODEL_1, MODEL_2, MODEL_3, { mu: 3, sigma: 2, min: 0, max: 9 }),
      onUnrecovered: fc.constantFrom("carry" as const, "abort" as const),
      explicit: fc.option(fc.array(fc.double({ min: 3, max: 30, noNaN: true }), { minLength: 1, maxLength: 5 }), { nil: undefined }),
    })
    .map(({ K, share, agent, explicit, ...rest }) =>
      parsePoint({
        ...rest,
        stages: explicit ? { kind: "explicit", requests: explicit } : { kind: "uniform", count: K },
        tolerance: share * Math.min(8, ...(explicit ?? [rest.goal / K])),
        pool: [agent],
      }),
    );
  test("no fixed plan arrives more often or ends nearer, uniform or explicit", () =>
    fc.assert(
      fc.property(anyFixed, (point) => {
        const { arrivalRate: best, finalBias } = adaptiveHarness(point, requestsOf(point.stages, point.goal));
        const fixed = solve(point);
        expect(arrivalRate(point).value).toBeLessThanOrEqual(best.value + best.error + arrivalRate(point).error);
        expect(fixed.finalBias).toBeGreaterThanOrEqual(finalBias.value - finalBias.error - fixed.error.finalBias);
      }),
      { numRuns: 15, seed: SEED, endOnFailure: true },
    ));
  test("and it is worth something: the canonical agents arrive a fifth more often than with their best number of stages", () => {
    const best = { K: [3, 2, 2], rate: [0.652, 0.706, 0.665] };
    for (const [i, agent] of [MODEL_1, MODEL_2, MODEL_3].entries()) {
      const fixed = arrivalRate(canonical({ pool: [agent], stages: { kind: "uniform", count: best.K[i] } }));
      expect(fixed.value).toBeCloseTo(best.rate[i], 3);
      expect(adaptiveHarness(canonical({ pool: [agent] })).arrivalRate.value).toBeGreaterThan(fixed.value + 0.2);
    }
  });
});

describe("edges", () => {
  test.each([
    ["a tolerance of 0 meets nothing", canonical({ tolerance: 0 }), 0],
    ["a goal below the shortest step is out of reach", canonical({ goal: 3, tolerance: 0.5, stages: { kind: "uniform", count: 1 } }), 0],
    ["steps of one length always arrive", canonical({ pool: [{ mu: 5, sigma: 1, min: 5, max: 5.000001 }] }), 1],
  ])("%s", (_, point, rate) => {
    const { arrivalRate, finalBias } = adaptiveHarness(point);
    expect(Math.abs(arrivalRate.value - rate)).toBeLessThanOrEqual(arrivalRate.error + 1e-12);
    expect(finalBias.value).toBeGreaterThanOrEqual(-finalBias.error);
    expect(finalBias.value).toBeLessThanOrEqual(point.goal);
  });
  test("a goal that no step can approach is best left alone: bias G", () => {
    const point = canonical({ goal: 1, tolerance: 0.5, stages: { kind: "uniform", count: 1 } });
    expect(adaptiveHarness(point).finalBias.value).toBe(1);
    expect(adaptiveHarness(point).homing.requestAt(1)).toBeUndefined();
  });
  test("pools under guidance, steps from 0 and a million in lambda are answered by finite numbers", () => {
    for (const change of [
      { pool: [MODEL_1, MODEL_3], guidance: guided("aligned"), goal: 30 },
      { pool: [{ mu: 0, sigma: 2, min: 0, max: 8 }], goal: 30 },
      { pool: [MODEL_3, MODEL_1], weights: [0, 1], guidance: { kind: "aligned" as const, strength: 1e6 }, goal: 30 },
    ]) {
      const harness = adaptiveHarness(canonical({ stages: { kind: "uniform", count: 2 }, ...change }));
      const numbers = [harness.arrivalRate, harness.finalBias, harness.arriving.figures, harness.homing.figures].flatMap(Object.values);
      expect(numbers.every(Number.isFinite)).toBe(true);
    }
  });
  test("a goal too far for the lattice is unresolved, not answered wrongly", () => {
    expect(() => adaptiveHarness(canonical({ goal: 1e5, stages: { kind: "uniform", count: 9_000 } }))).toThrow(/too far/);
    expect(() => adaptiveHarness(canonical({ tolerance: 0.01 }))).toThrow(/too far/);
  });
  test("pruning and a goal within the tolerance are refused by name", () => {
    expect(() => adaptiveHarness(canonical({ pool: [MODEL_1, MODEL_2], prune: 1 }))).toThrow(/^prune must be 0/);
    expect(() => adaptiveHarness(canonical({ goal: 2, stages: { kind: "explicit", requests: [5] } }))).toThrow(
      /^goal must be above the tolerance/,
    );
  });
});
