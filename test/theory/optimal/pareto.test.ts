import { describe, expect, test } from "vitest";
import { CANONICAL, guided, MODEL_1, MODEL_2, MODEL_3 } from "../../../model/canonical.ts";
import { parsePoint } from "../../../model/validate.ts";
import { cappedPlan } from "../../../theory/optimal/capped.ts";
import { paretoFront, toldApart, undominated } from "../../../theory/optimal/pareto.ts";
import { optimalPlan } from "../../../theory/optimal/plan.ts";
import { dominates, planFigures } from "../../../theory/optimal/planFigures.ts";
import { solve } from "../../../theory/solve.ts";

const point = (pool: readonly (typeof MODEL_1)[], change = {}) =>
  parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 1 }, pool: [...pool], ...change });

describe("the Pareto front of fixed plans", () => {
  const agent = point([MODEL_3, MODEL_2], { guidance: guided("aligned") });
  const { front, searched } = paretoFront(agent);
  const optimum = optimalPlan(agent);

  test("nothing on it is beaten by anything searched, and everything searched is on it or beaten by it", () => {
    expect(front.length).toBeGreaterThan(2);
    for (const plan of front) expect(searched.some((other) => dominates(other, plan))).toBe(false);
    for (const plan of searched)
      if (plan.passRate > 0) expect(front.includes(plan) || front.some((kept) => dominates(kept, plan))).toBe(true);
  });
  test("plans added to the search are offered to it; of equals one is kept", () => {
    const first = front[0];
    const better = { ...first, requests: [50, 50], finalBias: first.finalBias / 2 };
    expect(undominated([...searched, better])).toContain(better);
    expect(undominated([...searched, better])).not.toContain(first);
    expect(undominated([first, { ...first, requests: [1] }])).toEqual([first]);
    expect(paretoFront(agent, [[30, 70]]).searched.some(({ requests }) => requests[0] === 30)).toBe(true);
  });
  test("plans told apart stand for the others up to the grain", () => {
    const apart = toldApart(front);
    for (const plan of front)
      expect(
        apart.some(
          (kept) =>
            kept.passRate >= plan.passRate - 2e-4 && kept.finalBias <= plan.finalBias * 1.005 && kept.meanSteps <= plan.meanSteps * 1.005,
        ),
      ).toBe(true);
  });
  test("it begins at the optimal plan", () => expect(front[0].passRate).toBeCloseTo(optimum?.passRate ?? Number.NaN, 9));
  test("its figures are those of solve", () => {
    for (const { requests, passRate, finalBias, meanSteps } of [front[0], front[front.length - 1]]) {
      const solved = solve({ ...agent, stages: { kind: "explicit", requests: [...requests] } });
      expect(Math.abs(solved.passRate - passRate)).toBeLessThan(1e-9);
      expect(Math.abs(solved.finalBias - finalBias)).toBeLessThan(1e-6);
      expect(Math.abs(solved.meanSteps - meanSteps)).toBeLessThan(1e-6);
    }
  });
  test("the comparison has teeth: a plan worse in all three is beaten, one better in one is not", () => {
    const [a] = front;
    expect(dominates(a, { ...a, finalBias: a.finalBias + 1 })).toBe(true);
    expect(dominates(a, { ...a, passRate: a.passRate - 0.1, meanSteps: a.meanSteps - 1 })).toBe(false);
    expect(dominates(a, a)).toBe(false);
  });
});

describe("plans within caps", () => {
  const agent = point([MODEL_1]);
  const free = optimalPlan(agent);
  const { searched } = paretoFront(agent);
  test("caps that cost nothing change nothing", () => {
    const plan = cappedPlan(agent, { maxSteps: 1000, maxBias: 100 }, searched);
    expect(plan?.passRate).toBeCloseTo(free?.passRate ?? Number.NaN, 9);
  });
  test.each([{ maxBias: 2 }, { maxBias: 3, maxSteps: 21.5 }, { maxSteps: 17.5 }])(
    "%o is kept, costs pass rate, and stays below its bound",
    (caps) => {
      const plan = cappedPlan(agent, caps, searched);
      if (!plan) throw new Error("a plan was expected");
      expect(plan.finalBias).toBeLessThanOrEqual(caps.maxBias ?? Number.POSITIVE_INFINITY);
      expect(plan.meanSteps).toBeLessThanOrEqual(caps.maxSteps ?? Number.POSITIVE_INFINITY);
      expect(plan.passRate).toBeLessThanOrEqual((free?.passRate ?? 0) + 1e-12);
      expect(plan.upperBound).toBeGreaterThanOrEqual(plan.passRate);
    },
  );
  test("the bound holds for every uniform plan within the cap, and bites", () => {
    const capped = cappedPlan(point([MODEL_3]), { maxSteps: 24.5 });
    const uniform = Array.from({ length: 20 }, (_, i) => planFigures(point([MODEL_3]), new Array<number>(i + 1).fill(100 / (i + 1))));
    for (const plan of uniform.filter(({ meanSteps }) => meanSteps <= 24.5)) {
      expect(plan.passRate).toBeLessThanOrEqual(capped?.passRate ?? 0);
      expect(plan.passRate).toBeLessThanOrEqual(capped?.upperBound ?? 0);
    }
    expect(capped?.upperBound).toBeLessThan(0.886); // without the cap 0.888 is reached
  });
  test("caps that no plan keeps", () => expect(cappedPlan(point([MODEL_3]), { maxSteps: 5 })).toBeUndefined());
  test.each([
    [{ maxSteps: 0 }, /maxSteps must be above 0/],
    [{ maxBias: Number.NaN }, /maxBias must be above 0/],
  ])("%o is refused", (caps, rule) => expect(() => cappedPlan(agent, caps, [])).toThrow(rule));
  test("under abort there is a plan and no bound", () => {
    const plan = cappedPlan(point([MODEL_2], { onUnrecovered: "abort" }), { maxSteps: 30 });
    expect(plan?.passRate).toBeGreaterThan(0.9);
    expect(plan?.upperBound).toBeUndefined();
  });
});
