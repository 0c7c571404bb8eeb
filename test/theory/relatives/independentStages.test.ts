import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CANONICAL, MODEL_1, MODEL_2, MODEL_3 } from "../../../model/canonical.ts";
import { parsePoint } from "../../../model/validate.ts";
import { truncatedNormal } from "../../../numerics/truncatedNormal.ts";
import { independentStages, type StageDecision } from "../../../theory/relatives/independentStages.ts";
import { solve } from "../../../theory/solve.ts";

const SEED = 20_261_125;
const risks = fc.double({ min: -3, max: 2.5, noNaN: true }).map((x) => 10 ** x);
const stageCounts = fc.integer({ min: 1, max: 5000 });
const decisions = fc.oneof(
  fc.integer({ min: 2, max: 20 }).map((retryBudget): StageDecision => ({ kind: "retries", retryBudget })),
  fc.integer({ min: 2, max: 20 }).map((ahead): StageDecision => ({ kind: "voting", ahead })),
);

describe("independent stages", () => {
  test("are the formulas of the page where those have digits", () => {
    for (const H of [0.3, 1, 5])
      for (const K of [1, 2, 7, 30]) {
        const q = Math.exp(-H / K);
        const retried = independentStages(H, K, { kind: "retries", retryBudget: 5 });
        expect(retried.passRate).toBeCloseTo((1 - (1 - q) ** 5) ** K, 13);
        expect(retried.meanAttempts).toBeCloseTo((K * (1 - (1 - q) ** 5)) / q, 11);
        expect(independentStages(H, K, { kind: "voting", ahead: 3 }).passRate).toBeCloseTo((1 + ((1 - q) / q) ** 3) ** -K, 13);
      }
  });

  // Theorem R1 is strict; in doubles two neighbours may tie where the fail rate has run out of them.
  test("theorem R1: every finer cut fails less often, under retries and under voting", () =>
    fc.assert(
      fc.property(risks, stageCounts, decisions, (H, K, decision) => {
        const [here, finer] = [independentStages(H, K, decision), independentStages(H, K + 1, decision)];
        fc.pre(here.passRate > 1e-300 && here.failRate > 1e-300);
        if (here.passRate < 0.5) expect(finer.passRate).toBeGreaterThan(here.passRate * (1 - 1e-12));
        else expect(finer.failRate).toBeLessThan(here.failRate * (1 + 1e-11));
      }),
      { seed: SEED, numRuns: 1000 },
    ));

  test("theorem R1: strictly so where doubles can tell, and without end", () => {
    for (const decision of [
      { kind: "retries", retryBudget: 2 },
      { kind: "voting", ahead: 2 },
    ] as const)
      for (const H of [0.01, 1, 30]) {
        const rates = [1, 2, 4, 8, 16, 32, 64, 1e3, 1e5].map((K) => independentStages(H, K, decision));
        for (let i = 1; i < rates.length; i++)
          expect(rates[i].failRate < rates[i - 1].failRate || rates[i].passRate > rates[i - 1].passRate).toBe(true);
        expect(independentStages(H, 1e6, decision).failRate).toBeLessThan((1.01 * H * H) / 1e6); // K·(H/K)² to leading order
      }
  });

  test("one attempt, or a lead of 1, is e^-H at every K: the theorem's test has teeth", () => {
    for (const decision of [
      { kind: "retries", retryBudget: 1 },
      { kind: "voting", ahead: 1 },
    ] as const)
      for (const K of [1, 3, 50, 1e6]) expect(independentStages(2, K, decision).passRate).toBeCloseTo(Math.exp(-2), 9);
  });

  test("a falling hazard: cutting wins in the end iff shape times R is above 1", () => {
    const fails = (retryBudget: number, K: number) => independentStages(2, K, { kind: "retries", retryBudget }, 0.4).failRate;
    expect(fails(3, 1e6)).toBeLessThan(fails(3, 1e3)); // 1.2
    expect(fails(2, 1e6)).toBeGreaterThan(fails(2, 1e3)); // 0.8
  });

  test("the hardest and the easiest task give numbers", () => {
    for (const H of [1e-12, 800, 1e6])
      for (const K of [1, 1e6])
        for (const decision of [
          { kind: "retries", retryBudget: 1e4 },
          { kind: "voting", ahead: 1e9 },
          { kind: "retries", retryBudget: 1 },
        ] as const) {
          const { attemptRate, passRate, failRate, meanAttempts } = independentStages(H, K, decision);
          for (const rate of [attemptRate, passRate, failRate]) expect(rate >= 0 && rate <= 1).toBe(true);
          expect(passRate + failRate).toBeCloseTo(1, 14);
          expect(meanAttempts).toBeGreaterThan(0);
          expect(Number.isFinite(meanAttempts)).toBe(true);
        }
  });

  test.each([
    [() => independentStages(0, 1, { kind: "retries", retryBudget: 1 }), /wholeRisk must be/],
    [() => independentStages(1, 0, { kind: "retries", retryBudget: 1 }), /stages must be a whole number/],
    [() => independentStages(1, 1, { kind: "retries", retryBudget: 0 }), /retryBudget must be a whole number/],
    [() => independentStages(1, 1, { kind: "voting", ahead: 0.5 }), /ahead must be a whole number/],
  ])("refused by name: %s", (call, message) => expect(call).toThrow(message));
});

describe("theorem R2: a step that cannot stop at its request", () => {
  const agents = { "Model 1": MODEL_1, "Model 2": MODEL_2, "Model 3": MODEL_3 };
  const exactly = (agent: (typeof agents)["Model 1"], count: number) =>
    solve(parsePoint({ ...CANONICAL, pool: [agent], stages: { kind: "uniform", count } }));

  test.each(Object.entries(agents))("%s: below lo + ε the solver gives the closed form, and every finer cut is worse", (_, agent) => {
    const { goal, tolerance, retryBudget } = CANONICAL;
    const step = truncatedNormal(agent.mu, agent.sigma, agent.min, agent.max);
    let before = 2;
    for (let K = Math.ceil(goal / (agent.min + tolerance)); K < goal / tolerance; K++) {
      const p = step.cdf(goal / K + tolerance);
      const closed = (1 - (1 - p) ** retryBudget) ** K;
      const { passRate } = exactly(agent, K);
      expect(Math.abs(passRate - closed)).toBeLessThanOrEqual(1e-10 * closed);
      expect(closed < before || closed === 0).toBe(true);
      before = closed;
    }
  });

  test("the comparison has teeth: one stage coarser than that the closed form is wrong", () => {
    const K = 10; // ℓ = 10 > lo + ε = 6: a second step may follow
    const p = truncatedNormal(MODEL_3.mu, MODEL_3.sigma, MODEL_3.min, MODEL_3.max).cdf(12);
    expect(Math.abs(exactly(MODEL_3, K).stages[0].acceptRate - p)).toBeGreaterThan(0.1);
  });
});
