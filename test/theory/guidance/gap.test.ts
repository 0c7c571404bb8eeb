import { describe, expect, test } from "vitest";
import { CANONICAL, guided, MODEL_1, MODEL_2, MODEL_3 } from "../../../model/canonical.ts";
import type { Point } from "../../../model/point.ts";
import { parsePoint } from "../../../model/validate.ts";
import { namedStream, nextWord } from "../../../numerics/streams.ts";
import { truncatedNormal } from "../../../numerics/truncatedNormal.ts";
import { guidedPool } from "../../../theory/attempt/guidedPool.ts";
import { estimateGap, gapVariance } from "../../../theory/guidance/estimateGap.ts";
import { gapOf, guidedOutcome, retentionGaps } from "../../../theory/guidance/oddsIdentity.ts";
import { logWeights, type ObservedAttempt, stepRatio } from "../../../theory/guidance/stepWeight.ts";
import { solveStage } from "../../../theory/stage.ts";
import { formula } from "../formula.ts";

const point = (change: object): Point =>
  parsePoint({
    ...CANONICAL,
    goal: 20,
    stages: { kind: "uniform", count: 1 },
    pool: [MODEL_3, MODEL_2],
    guidance: guided("aligned"),
    ...change,
  });
const acceptRate = (of: Point, order = 20) => solveStage(guidedPool(of), of, of.goal, order).acceptRate;
const unguided = (of: Point): Point => ({ ...of, guidance: { kind: "none", strength: 0 } });

describe("the odds identity", () => {
  test.each([
    ["aligned", point({})],
    ["misaligned", point({ guidance: guided("misaligned") })],
    [
      "three members, weighted",
      point({ pool: [MODEL_3, MODEL_2, MODEL_1], weights: [1, 2, 0.5], guidance: { kind: "aligned", strength: 0.4 } }),
    ],
    ["checked at the end", point({ verification: "stage-end" })],
  ])("the accept rate that Γ predicts is the forward solution's, to 1e-9: %s", (_, of) => {
    const { gap } = retentionGaps(of)(of.goal);
    if (gap === undefined) throw new Error("a gap was expected");
    const base = acceptRate(unguided(of));
    expect(Math.abs(guidedOutcome({ accepted: base, rejected: 1 - base }, gap).accepted - acceptRate(of))).toBeLessThan(1e-9);
    expect(Math.sign(gap)).toBe(Math.sign(acceptRate(of) - base));
  });
  test("it has teeth: Γ of the wrong sign, or of another request, misses", () => {
    const of = point({});
    const gaps = retentionGaps(of);
    const base = acceptRate(unguided(of));
    const missedBy = (gap: number) => Math.abs(guidedOutcome({ accepted: base, rejected: 1 - base }, gap).accepted - acceptRate(of));
    expect(missedBy(-(gaps(20).gap ?? 0))).toBeGreaterThan(0.01);
    expect(missedBy(gaps(12).gap ?? 0)).toBeGreaterThan(1e-3);
  });
  test("one member, or no strength: Γ = 0; out of reach: no Γ, by name", () => {
    expect(retentionGaps(point({ pool: [MODEL_3] }))(20).gap).toBeCloseTo(0, 12);
    expect(retentionGaps(point({ goal: 300 }))(300).absent).toEqual({ gap: "an outcome has probability 0" });
    expect(retentionGaps(point({ weights: [1, 0] }))(20).gap).toBeCloseTo(0, 12);
  });
  test("code and page share their formulas", () => {
    const [base, weighed] = [
      { accepted: 0.4, rejected: 0.6 },
      { accepted: 0.55, rejected: 0.45 },
    ];
    const gap = gapOf(base, weighed);
    expect(gap).toBeCloseTo(formula("T2.3", { W_accepted: 0.55, W_rejected: 0.45, p_0: 0.4 }), 14);
    expect(formula("T2.5", { p_0: 0.4, Gamma: gap })).toBeCloseTo(0.55 / 0.45, 13);
    expect(stepRatio([0.2, 0.8], [0.5, 0.5], [0.3, 0.1])).toBeCloseTo(formula("T2.7", { w: [0.2, 0.8], q: [0.5, 0.5], f: [0.3, 0.1] }), 14);
    expect(formula("T2.10", { W: [1, 1, 1] })).toBe(3);
    expect(gapVariance({ count: 3, effective: 3 })).toBe(0);
  });
});

/** Unguided attempts drawn from the definition: an own few lines, so that theory is tested without sim. */
function drawn(of: Point, count: number, seed: string): ObservedAttempt[] {
  const laws = of.pool.map(({ mu, sigma, min, max }) => truncatedNormal(mu, sigma, min, max));
  const stream = namedStream(seed, 0, "attempts");
  const uniform = () => (nextWord(stream) + 0.5) / 2 ** 32;
  return Array.from({ length: count }, () => {
    const steps: number[] = [];
    let progress = 0;
    while (progress < of.goal - of.tolerance && steps.length < of.stepBudget) {
      const step = laws[Math.floor(uniform() * laws.length)].quantile(uniform());
      steps.push(step);
      progress += step;
    }
    return { steps, accepted: Math.abs(progress - of.goal) <= of.tolerance };
  });
}

describe("Γ from unguided attempts alone", () => {
  const of = point({});
  test("the mean weight of all attempts is 1, and the interval holds the exact rates", () => {
    const attempts = drawn(of, 20_000, "gap");
    const weights = attempts.map((attempt, j) => Math.exp(logWeights(of, of.goal)(attempt, j)));
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    const variance = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / weights.length;
    // Five standard errors: a false alarm of 6e-7.
    expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(variance / weights.length));
    const estimate = estimateGap(of, of.goal, attempts);
    if (estimate.status !== "estimated") throw new Error(estimate.status);
    const widened = ({ value, low, high }: { value: number; low: number; high: number }) => [
      value - 2.5 * (value - low),
      value + 2.5 * (high - value),
    ];
    for (const [range, exact] of [
      [estimate.acceptRate, acceptRate(of)],
      [estimate.gap, retentionGaps(of)(20).gap ?? Number.NaN],
    ] as const) {
      const [low, high] = widened(range); // 4.9 standard errors
      expect(exact).toBeGreaterThan(low);
      expect(exact).toBeLessThan(high);
    }
    expect(estimate.helps).toBe("yes");
  });
  test("it has teeth: outcomes swapped, the exact rate is far outside", () => {
    const attempts = drawn(of, 20_000, "gap").map((attempt) => ({ ...attempt, accepted: !attempt.accepted }));
    const estimate = estimateGap(of, of.goal, attempts);
    if (estimate.status !== "estimated") throw new Error(estimate.status);
    expect(estimate.acceptRate.high).toBeLessThan(acceptRate(of));
  });
  test("too little to tell is said by name", () => {
    const attempts = drawn(of, 400, "few");
    expect(
      estimateGap(
        of,
        of.goal,
        attempts.filter(({ accepted }) => !accepted),
      ).status,
    ).toBe("no accepted attempt");
    expect(
      estimateGap(
        of,
        of.goal,
        attempts.filter(({ accepted }) => accepted),
      ).status,
    ).toBe("no rejected attempt");
    expect(estimateGap(of, of.goal, attempts.slice(0, 40)).status).toBe("too few effective attempts");
  });
  test("a step that the agent cannot take is refused by its place", () =>
    expect(() => estimateGap(of, of.goal, [{ steps: [5, 99], accepted: true }])).toThrow(/attempts\[0\]\.steps\[1\]/));
});
