import { describe, expect, test } from "vitest";
import type { PointInput } from "../../model/point.ts";
import type { Estimate } from "../../model/result.ts";
import { parsePoint } from "../../model/validate.ts";
import { plannedSteps } from "../../sim/program.ts";
import { simulate } from "../../sim/simulate.ts";
import { hoeffding } from "./bounds.ts";

/** Steps within 1e-6 of a value: what follows from them is known by hand. */
const stepsOf = (value: number) => ({ mu: value, sigma: 1, min: value - 1e-6, max: value + 1e-6 });
const explicit = (...requests: number[]) => ({ kind: "explicit" as const, requests });

const BASE: PointInput = { goal: 30, stages: explicit(30), tolerance: 1, stepBudget: 8, retryBudget: 4, pool: [stepsOf(10)] };
const RUNS = 10_000; // two blocks, the second not full
const run = (point: Partial<PointInput>) => simulate(parsePoint({ ...BASE, ...point }), { runs: RUNS, seed: "stages" });
const about = (value: number) => ({
  mean: expect.closeTo(value, 4),
  low: expect.closeTo(value, 4),
  high: expect.closeTo(value, 4),
  count: RUNS,
});
/** A rate that is 0 or 1 in every run: Wilson keeps a width there. */
const rate = (value: 0 | 1, count = RUNS) => expect.objectContaining({ mean: value, count });

describe("one stage, checked after every step", () => {
  test("accepted at the first step within the window", async () => {
    const result = await run({});
    expect(result).toMatchObject({ passRate: rate(1), finalBias: about(0), finalBiasPassed: about(0), signedBias: about(0) });
    expect(result).toMatchObject({ meanAttempts: about(1), meanSteps: about(3), runs: RUNS, seed: "stages" });
    expect(result.stages[0]).toMatchObject({ request: 30, acceptRate: rate(1), overshootRate: rate(0), exhaustionRate: rate(0) });
    expect(result.quantiles["0.5"]).toEqual(about(30));
    expect(result.absent).toBeUndefined();
  });

  test("overshoot: every attempt is spent, the last one's progress is carried", async () => {
    const result = await run({ goal: 25, stages: explicit(25), tolerance: 2 });
    expect(result).toMatchObject({
      passRate: rate(0),
      finalBias: about(5),
      signedBias: about(5),
      meanAttempts: about(4),
      meanSteps: about(12),
    });
    expect(result.stages[0]).toMatchObject({ acceptRate: rate(0, 4 * RUNS), overshootRate: rate(1, 4 * RUNS), passRate: rate(0) });
    expect(result.finalBiasPassed).toBeUndefined();
    expect(result.absent).toEqual({ finalBiasPassed: "no run passed" });
  });

  test("exhaustion: the step budget ends an attempt below the window", async () => {
    const result = await run({ stepBudget: 2 });
    expect(result).toMatchObject({ passRate: rate(0), signedBias: about(-10), finalBias: about(10), meanSteps: about(8) });
    expect(result.stages[0]).toMatchObject({ exhaustionRate: rate(1, 4 * RUNS), overshootRate: rate(0, 4 * RUNS) });
  });

  test("the retry budget counts attempts in all", async () => {
    expect(await run({ stepBudget: 2, retryBudget: 1 })).toMatchObject({ meanAttempts: about(1), meanSteps: about(2) });
  });

  test("a tolerance of 0 is never met, and what passes the request overshoots", async () => {
    const result = await run({ tolerance: 0 });
    expect(result).toMatchObject({ passRate: rate(0) });
    // S is near 30 after 3 steps, and above it or not by the draws: if not, a fourth step follows.
    expect(result.stages[0]).toMatchObject({ overshootRate: rate(1, 4 * RUNS), exhaustionRate: rate(0, 4 * RUNS) });
  });
});

describe("several stages", () => {
  const twoStages: Partial<PointInput> = { goal: 55, stages: explicit(25, 30), tolerance: 2 };

  test("carry: a run goes on from an unrecovered stage, and does not pass", async () => {
    const result = await run(twoStages);
    expect(result).toMatchObject({ passRate: rate(0), signedBias: about(5), meanAttempts: about(5), meanSteps: about(15) });
    expect(result.stages[1]).toMatchObject({ passRate: rate(1), acceptRate: rate(1) });
  });

  test("abort: a run stops there, and what no run reached is absent", async () => {
    const result = await run({ ...twoStages, onUnrecovered: "abort" });
    expect(result).toMatchObject({ signedBias: about(-25), meanAttempts: about(4), meanSteps: about(12) });
    const reason = "no run reached this stage";
    const { request, absent, ...figures } = result.stages[1];
    expect({ request, figures }).toEqual({ request: 30, figures: {} });
    expect(absent).toMatchObject({ acceptRate: reason, passRate: reason, meanAttempts: reason, meanSteps: reason });
  });

  test("progress accumulates from where each stage ended", async () => {
    expect(await run({ goal: 57, stages: explicit(29, 28), tolerance: 2.5 })).toMatchObject({ passRate: rate(1), signedBias: about(3) });
  });
});

describe("checked at the end of the stage", () => {
  const planned: Partial<PointInput> = { verification: "stage-end", goal: 26, stages: explicit(26) };

  test("runs the planned steps through the window: 2.6 steps are planned as 3", async () => {
    // Checked after every step, 20 would be accepted.
    expect(await run({ ...planned, tolerance: 6.5 })).toMatchObject({ passRate: rate(1), signedBias: about(4), meanSteps: about(3) });
    expect(await run({ ...planned, tolerance: 6.5, verification: "every-step" })).toMatchObject({
      signedBias: about(-6),
      meanSteps: about(2),
    });
  });

  test("is rejected for overshoot or exhaustion by where it ends", async () => {
    expect((await run({ ...planned, tolerance: 3 })).stages[0]).toMatchObject({ overshootRate: rate(1, 4 * RUNS) });
    const short = await run({ ...planned, stages: explicit(24), tolerance: 3 });
    expect(short.stages[0]).toMatchObject({ exhaustionRate: rate(1, 4 * RUNS), meanSteps: about(8) });
  });

  test("plans within [1, M], halves up", () => {
    expect([3, 25, 26, 900].map((request) => plannedSteps(8, request, 10))).toEqual([1, 3, 3, 8]);
  });
});

describe("pools", () => {
  test("one retry budget and a fair choice: P = 1 − 2^-R", async () => {
    const { passRate, meanAttempts, stages } = await run({
      goal: 10,
      stages: explicit(10),
      pool: [stepsOf(10), stepsOf(25)],
      retryBudget: 3,
    });
    expect(Math.abs(passRate.mean - 7 / 8)).toBeLessThan(hoeffding(RUNS, 6));
    // Attempts lie in [1, 3].
    expect(Math.abs(meanAttempts.mean - 1.75)).toBeLessThan(2 * hoeffding(RUNS, 6));
    expect(Math.abs((stages[0].acceptRate as Estimate).mean - 1 / 2)).toBeLessThan(hoeffding(RUNS, 6));
  });

  test("a pruned run keeps one subset for all of its stages and attempts", async () => {
    const pruned = { goal: 30, stages: explicit(10, 10, 10), pool: [stepsOf(10), stepsOf(25)], prune: 1 };
    const { passRate, meanAttempts, finalBias } = await run(pruned);
    expect(Math.abs(passRate.mean - 1 / 2)).toBeLessThan(hoeffding(RUNS, 6));
    // 3 attempts of a run that kept the first, 12 of the other; bias 0 or 45.
    expect(meanAttempts.mean).toBeCloseTo(3 * passRate.mean + 12 * (1 - passRate.mean), 9);
    expect(finalBias.mean).toBeCloseTo(45 * (1 - passRate.mean), 4);
  });

  test("every subset is kept equally often, and the planned steps are those of the subset", async () => {
    // Kept pairs of 4, 6, 8 have means 5, 6, 7; a request of 30 plans 6, 5, 4 steps, and none would be planned as 5 throughout.
    const pool = [stepsOf(4), stepsOf(6), stepsOf(8)];
    const { meanSteps } = await run({ pool, prune: 1, verification: "stage-end", retryBudget: 1, tolerance: 29 });
    expect(Math.abs(meanSteps.mean - 5)).toBeLessThan(2 * hoeffding(RUNS, 6));
    // Variance 2/3 of the three equally likely counts.
    const variance = ((meanSteps.high - meanSteps.mean) / 1.959963984540054) ** 2 * RUNS;
    expect(Math.abs(variance - 2 / 3)).toBeLessThan(0.1);
  });

  test("a member of weight 0 is never drawn, pruned or not", async () => {
    expect(await run({ pool: [stepsOf(10), stepsOf(25)], weights: [1, 0] })).toMatchObject({ passRate: rate(1) });
    const three = { pool: [stepsOf(10), stepsOf(25), stepsOf(10)], weights: [1, 0, 1], prune: 1 };
    expect(await run(three)).toMatchObject({ passRate: rate(1) });
  });

  test("overwhelming guidance always draws the member it favours", async () => {
    const guided = (kind: "aligned" | "misaligned") =>
      run({ goal: 24, stages: explicit(24), tolerance: 0.5, pool: [stepsOf(10), stepsOf(4)], guidance: { kind, strength: 1e6 } });
    // 10 + 10 + 4.
    expect(await guided("aligned")).toMatchObject({ passRate: rate(1), signedBias: about(0), meanSteps: about(3) });
    // The farthest member from 24, 20, 16, 12, 8 is 4; from 4 it is 10.
    expect(await guided("misaligned")).toMatchObject({ passRate: rate(0), signedBias: about(6), meanSteps: about(4 * 6) });
  });
});
