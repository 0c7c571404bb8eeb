import { describe, expect, test } from "vitest";
import type { PointInput } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { progressLaw, solve } from "../../theory/solve.ts";

/** Points whose figures can be written down: a sigma of 1e9 makes a step uniform on [min, max] to 1e-18. */

const uniformStep = (min: number, max: number) => ({ mu: (min + max) / 2, sigma: 1e9, min, max });
const base: PointInput = {
  goal: 10,
  stages: { kind: "uniform", count: 1 },
  tolerance: 1,
  stepBudget: 1,
  retryBudget: 1,
  pool: [uniformStep(4, 12)],
};
const at = (change: Partial<PointInput>) => solve(parsePoint({ ...base, ...change }));

describe("one step, one attempt", () => {
  const solution = at({});
  test("pass rate is the overlap of the step with the window", () => expect(solution.passRate).toBeCloseTo(2 / 8, 14));
  test("final bias is the mean distance from the goal", () => expect(solution.finalBias).toBeCloseTo((36 + 4) / 2 / 8, 13));
  test("passed runs are uniform on the window", () => expect(solution.finalBiasPassed).toBeCloseTo(0.5, 13));
  test("signed bias is mean minus goal", () => expect(solution.signedBias).toBeCloseTo(-2, 13));
  test("the reasons of rejection add up", () => {
    const [stage] = solution.stages;
    expect(stage.overshootRate).toBeCloseTo(1 / 8, 14);
    expect(stage.exhaustionRate).toBeCloseTo(5 / 8, 14);
    expect(stage.meanSteps).toBe(1);
  });
  test("quantiles are those of a uniform law", () => {
    for (const [level, quantile] of Object.entries(solution.quantiles)) expect(quantile).toBeCloseTo(4 + 8 * Number(level), 8);
  });
});

test("retries: 1 − (1 − p)^R, and (1 − (1 − p)^R)/p attempts", () => {
  const [stage] = at({ retryBudget: 5 }).stages;
  expect(stage.passRate).toBeCloseTo(1 - 0.75 ** 5, 14);
  expect(stage.meanAttempts).toBeCloseTo((1 - 0.75 ** 5) / 0.25, 13);
});

describe("two uniform steps", () => {
  // Steps on [0, 1], window [0.9, 1.1] about 1: accepted on the first step with 0.1, else S₁ + a ∈ [0.9, 1.1] for S₁ = s < 0.9.
  const two = { goal: 1, tolerance: 0.1, stepBudget: 2, pool: [uniformStep(0, 1)] };
  // From s ≥ 0.1 the window is a stretch of [0.9 − s, min(1, 1.1 − s)]: 0.2 long; from s < 0.1 it is 0.1 + s.
  const second = 0.8 * 0.2 + (0.1 * 0.1 + 0.1 ** 2 / 2);
  test("checked at every step", () => {
    const [stage] = at(two).stages;
    expect(stage.acceptRate).toBeCloseTo(0.1 + second, 13);
    expect(stage.exhaustionRate).toBeCloseTo(0.9 ** 2 / 2, 13);
    expect(stage.meanSteps).toBeCloseTo(1.9, 13);
  });
  test("checked at the end only: two steps are planned and the triangle law decides", () => {
    const [stage] = at({ ...two, verification: "stage-end" }).stages;
    expect(stage.acceptRate).toBeCloseTo(1 - 0.9 ** 2, 13); // P(|S − 1| ≤ 0.1) = 1 − 2·0.9²/2
    expect(stage.overshootRate).toBeCloseTo(0.9 ** 2 / 2, 13);
    expect(stage.meanSteps).toBe(2);
  });
});

describe("two stages, checked by hand", () => {
  const two: Partial<PointInput> = { stages: { kind: "explicit", requests: [10, 10] }, goal: 20 };
  test("carry: X is the sum of two independent uniform steps", () => {
    const { finalBias, signedBias } = at(two);
    expect(signedBias).toBeCloseTo(-4, 13);
    // E|8(U₁ + U₂) − 12| with the triangle law of U₁ + U₂ on [0, 2]: 8·E|T − 1.5|, E(T − 1.5)₊ = 0.5³/6.
    expect(finalBias).toBeCloseTo(8 * (0.5 + (2 * 0.5 ** 3) / 6), 12);
  });
  test("abort: a failed first stage keeps its progress and ends the run", () => {
    const { finalBias, passRate, meanAttempts, stages } = at({ ...two, onUnrecovered: "abort" });
    expect(passRate).toBeCloseTo(1 / 16, 14);
    expect(meanAttempts).toBeCloseTo(1.25, 14);
    expect(stages[1].passRate).toBeCloseTo(1 / 4, 14);
    // First step on [4, 9) or (11, 12]: |X − 20| = 20 − x. First step on [9, 11]: then E|x + y − 20| over y on [4, 12].
    const fails = ((16 + 11) / 2) * (5 / 8) + ((9 + 8) / 2) * (1 / 8);
    // For x = 10 + u, |u| ≤ 1: E|y − (10 − u)| = ((6 − u)² + (2 + u)²)/16; its mean over u is (36 + 4 + 2/3)/16.
    const goesOn = (1 / 4) * ((36 + 4 + 2 / 3) / 16);
    expect(finalBias).toBeCloseTo(fails + goesOn, 12);
  });
});

describe("pools, weights and pruning", () => {
  const near = uniformStep(9, 11); // always inside the window
  const far = uniformStep(4, 6); // never
  test("weights are those of a draw", () => expect(at({ pool: [near, far], weights: [3, 1] }).passRate).toBeCloseTo(0.75, 14));
  test("a member of weight 0 is not there", () => expect(at({ pool: [near, far], weights: [1, 0] }).passRate).toBe(1));
  test("pruning one of two draws a member for the whole run", () => {
    // One stage: half of the runs have the member that always passes. Two stages: still half, not a quarter.
    expect(at({ pool: [near, far], prune: 1 }).passRate).toBeCloseTo(0.5, 14);
    const stages = { kind: "explicit" as const, requests: [10, 10] };
    const pruned = at({ pool: [near, far], prune: 1, stages, goal: 20 });
    expect(pruned.passRate).toBeCloseTo(0.5, 14);
    expect(pruned.finalBiasPassed).toBeCloseTo(2 / 3, 12); // triangle on [−2, 2]
  });
  test("strong aligned guidance takes the member whose mean fits; misaligned the other", () => {
    const guided = (kind: "aligned" | "misaligned") => at({ pool: [near, far], guidance: { kind, strength: 50 } }).passRate;
    expect(guided("aligned")).toBe(1);
    expect(guided("misaligned")).toBeLessThan(1e-80);
  });
  test("two members, unequal pull: w ∝ exp(−λ|m − d|) by hand", () => {
    // d = 10: |10 − 10| = 0 and |5 − 10| = 5 at λ = 0.2: weights 1 and e^−1.
    const { passRate } = at({ pool: [near, far], guidance: { kind: "aligned", strength: 0.2 } });
    expect(passRate).toBeCloseTo(1 / (1 + Math.exp(-1)), 13);
  });
});

test("the law of progress runs from 0 to 1 over its support", () => {
  const law = progressLaw(parsePoint(base));
  expect(law.support).toEqual([4, 12]);
  expect(law.cdf(8)).toBeCloseTo(0.5, 13);
  expect([law.cdf(3.9), law.cdf(12.1)]).toEqual([0, law.mass]);
});
