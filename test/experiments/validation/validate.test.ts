import { describe, expect, test } from "vitest";
import { estimateOnce, nominalBand } from "../../../experiments/validation/coverage.ts";
import { guidanceChecks } from "../../../experiments/validation/guidanceChecks.ts";
import { checkPoint } from "../../../experiments/validation/pointChecks.ts";
import type { PointSamples } from "../../../experiments/validation/samples.ts";
import { searchedPoint, steeredPoint } from "../../../experiments/validation/searchedPoint.ts";
import { summarise } from "../../../experiments/validation/summarise.ts";
import { validate } from "../../../experiments/validation/validate.ts";
import type { Point } from "../../../model/point.ts";

const options = { points: 12, repeats: 6, seed: "test", workers: 2 };

describe("validation", () => {
  test("an aborted one ends with the reason", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(validate({ ...options, signal })).rejects.toThrow(/enough/);
  });

  test("a repeat of the estimate is fixed by seed, setting and number", () => {
    const task = { seed: "test", setting: 0, repeat: 3 };
    expect(estimateOnce(task)).toEqual(estimateOnce(task));
    expect(estimateOnce({ ...task, repeat: 4 })).not.toEqual(estimateOnce(task));
  });

  test("searched points are valid, of every kind, and named by seed and place", () => {
    const points = Array.from({ length: 400 }, (_, i) => searchedPoint("kinds", i));
    const kinds = new Set(
      points.flatMap((p) => [p.stages.kind, p.guidance.kind, p.verification, p.onUnrecovered, `prune ${p.prune}`, `n ${p.pool.length}`]),
    );
    expect(kinds.size).toBe(3 + 3 + 2 + 2 + 2 + 4);
    expect(searchedPoint("kinds", 7)).toEqual(points[7]);
    expect(searchedPoint("other", 7)).not.toEqual(points[7]);
    expect(steeredPoint("kinds", 7).pool.length).toBeGreaterThan(1);
  });
});

describe("what a wrong theorem would look like", () => {
  const at = (index: number) => ({ point: searchedPoint("teeth", index), steered: steeredPoint("teeth", index) });
  const tasks = Array.from({ length: 8 }, (_, i) => at(i));

  test("a violated sample is counted, with its point as a counterexample", () => {
    const results = tasks.map(checkPoint);
    const wrong: PointSamples = { samples: [{ of: "quadratic", verdict: "violated", slack: -1 }], odds: [] };
    const [row] = summarise(tasks, [wrong, ...results.slice(1)]);
    expect(row.violations).toBe(1);
    expect(row.counterexamples).toEqual([tasks[0].point]);
  });

  test("the identity is told from one that is off by a millionth in the guidance strength", () => {
    const steered = tasks.map(({ steered: of }) => of).find((of) => guidanceChecks(of).odds.length > 0) as Point;
    const [sample] = guidanceChecks(steered).samples;
    expect(sample.verdict).toBe("holds");
    // The same gap, held against a point guided a little more: the difference is far above what is allowed.
    const other = { ...steered, guidance: { ...steered.guidance, strength: steered.guidance.strength * 1.001 } };
    const [a, b] = [guidanceChecks(steered).odds[0], guidanceChecks(other).odds[0]];
    expect(Math.abs(a.predicted - b.solved)).toBeGreaterThan(1e-9);
  });

  test("the band of a share of intervals is narrow enough to catch a 90% interval sold as 95%", () => {
    const { low, high } = nominalBand(400);
    expect(low).toBeGreaterThan(0.9);
    expect(high).toBeLessThan(1);
  });
});
