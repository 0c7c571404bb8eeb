import { describe, expect, test } from "vitest";
import { recommendTrials } from "../../../bench/recommendTrial.ts";
import { MODEL_1, MODEL_3 } from "../../../model/canonical.ts";
import { LIMITS } from "../../../model/limits.ts";
import { parsePoint } from "../../../model/validate.ts";
import { optimalPlan } from "../../../theory/optimal/plan.ts";
import { AS_GOOD } from "../../../theory/recommend/choose.ts";
import { passRateOf, percentileInterval } from "../../../theory/recommend/interval.ts";
import { recommend } from "../../../theory/recommend/recommend.ts";
import { solve } from "../../../theory/solve.ts";

const TASK = { goal: 100, tolerance: 2, stepBudget: 8, retryBudget: 5 };
const given = (pool: Parameters<typeof parsePoint>[0] extends unknown ? (typeof MODEL_1)[] : never, weights = pool.map(() => 1)) => ({
  agent: { pool, weights },
  replicates: [],
});

describe("for a known pool", () => {
  test.each([
    ["Model 1", [MODEL_1], undefined],
    ["Model 3", [MODEL_3], undefined],
    ["two models", [MODEL_1, MODEL_3], undefined],
    ["all weight on one", [MODEL_1, MODEL_3], [0, 1]],
  ])("%s: within the stated margin of the optimum, and its stages solve to what is said", (_, pool, weights) => {
    const { harness, passRate, finalBias, agent, reasons } = recommend(given(pool, weights), TASK);
    const point = parsePoint({ ...TASK, stages: harness?.stages, pool: agent.pool, weights: agent.weights });
    const solution = solve(point);
    const optimal = optimalPlan(point)?.passRate ?? 2;
    expect(solution.passRate).toBeGreaterThanOrEqual(AS_GOOD * optimal - 1e-9);
    expect(passRate?.estimate).toBe(solution.passRate);
    expect(finalBias).toBe(solution.finalBias);
    expect(reasons.join(" ")).toMatch(/T1/);
    expect(reasons.join(" ")).not.toMatch(/NaN|undefined|Infinity/);
    // The advice: that many attempts bring 99% of it, and one fewer do not.
    const at = (retryBudget: number) => solve({ ...point, retryBudget }).passRate;
    const enough = harness?.retriesEnough ?? 0;
    expect(at(enough)).toBeGreaterThanOrEqual(0.99 * solution.passRate - 1e-9);
    if (enough > 1) expect(at(enough - 1)).toBeLessThan(0.99 * solution.passRate);
    expect(harness?.passRateThen).toBeCloseTo(at(enough), 8);
    expect(harness?.passRateOneMore).toBeCloseTo(at(TASK.retryBudget + 1), 8);
  });

  test("where no plan can pass, nothing is recommended and reachability says why", () => {
    const out = recommend(given([{ mu: 6, sigma: 1, min: 5, max: 8 }]), { ...TASK, goal: 3, tolerance: 0.5 });
    expect(out).not.toHaveProperty("harness");
    expect(out).not.toHaveProperty("passRate");
    expect(out.absent?.harness).toMatch(/T1, reachability/);
    expect(recommend(given([MODEL_1]), { ...TASK, tolerance: 0 }).absent?.harness).toMatch(/tolerance of 0/);
  });

  test("a harness never has more stages than a point may, and the limit is named where it binds", () => {
    const { harness, warnings } = recommend(given([MODEL_3]), { ...TASK, goal: 1_000_000 }); // the best plan would have more
    expect(harness?.requests.length).toBeLessThanOrEqual(LIMITS.stages);
    expect(warnings[0]).toMatch(/limit of 10000 stages binds/);
    expect(recommend(given([MODEL_3]), { ...TASK, goal: 2_000_000 }).absent?.harness).toMatch(/at most 10000 stages can pass/);
    expect(recommend(given([MODEL_3]), TASK).warnings).toEqual([]);
  });

  test("speaks of T3 where a partial harness is recommended", () => {
    const pool = [{ mu: 10, sigma: 2, min: 4, max: 14 }];
    const kinds = [40, 70, 85, 100].map((goal) => {
      const { harness, reasons } = recommend(given(pool), { ...TASK, goal, retryBudget: 2 });
      expect(reasons.some((reason) => reason.startsWith("T3"))).toBe(harness?.stages.kind === "partial");
      return harness?.stages.kind;
    });
    expect(kinds).toContain("partial"); // or nothing was tested
  });
});

test("the percentile interval leaves 2.5% out on either side, and holds its estimate", () => {
  const rates = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);
  expect(percentileInterval(0.5, rates)).toEqual({ estimate: 0.5, low: 0.025, high: 0.975 });
  expect(percentileInterval(0.99, rates).high).toBe(0.99);
});

// The judged statement, at a size that a test can bear; `npm run trial:recommend` has the whole one.
describe("agents kept aside, 200 steps each", () => {
  const trials = recommendTrials(5, "test");
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  test("reach at least 97% of the optimal pass rate in the median", () => {
    expect(median(trials.map(({ reached = 0, optimal }) => reached / optimal))).toBeGreaterThanOrEqual(0.97);
    for (const { reached = 0, optimal } of trials) expect(reached).toBeLessThanOrEqual(optimal + 1e-6);
  });
  test("a harness made without looking at the agent does not", () => {
    const blind = trials.map(({ agent, task, optimal }) => {
      const point = parsePoint({ ...task, ...agent, stages: { kind: "uniform", count: 1 } });
      const count = Math.max(1, Math.floor(task.goal / (2 * task.tolerance))); // as fine as the tolerance
      return passRateOf(point, agent, new Array<number>(count).fill(task.goal / count)) / optimal;
    });
    expect(median(blind)).toBeLessThan(0.97);
  });
});
