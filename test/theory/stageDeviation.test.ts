import fc from "fast-check";
import { expect, test } from "vitest";
import { CANONICAL, MODEL_3 } from "../../model/canonical.ts";
import type { Point, PointInput } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import { parsePoint } from "../../model/validate.ts";
import { guidedPool } from "../../theory/attempt/guidedPool.ts";
import { integralOf } from "../../theory/grid.ts";
import { ORDER, solveStage } from "../../theory/stage.ts";
import { stageCurve } from "../../theory/stageCurve.ts";
import { stageDeviation } from "../../theory/stageDeviation.ts";
import { anyBroadPoint, anyPoint } from "../laws/anyPoint.ts";

/** Mean and variance of a stage's progress less its request, from the forward solution's density. */
function forward(point: Point, request: number, order = ORDER) {
  const pool = guidedPool(point);
  const { all } = solveStage(pool, point, request, order);
  const mean = all.moment - request * all.mass;
  const square = integralOf(
    all.grid,
    all.grid.nodes.map((x) => (x - request) ** 2 * all.density(x)),
  );
  return { mean, variance: square - mean ** 2 };
}

/** What it is by the backward recursion is what the forward law says, at the ends and in the middle of a point's requests. */
function expectAlike(input: PointInput): void {
  const point = parsePoint({ ...input, prune: 0 });
  const requests = [...new Set(requestsOf(point.stages, point.goal))];
  const curve = stageCurve(point, Math.max(...requests));
  const deviation = stageDeviation(point, curve);
  for (const request of new Set([requests[0], requests[requests.length >> 1], requests.at(-1)] as number[])) {
    if (curve.at(request).passRate === 0) continue; // it may lie beyond all reach
    const [back, on, coarse] = [deviation(request), forward(point, request), forward(point, request, 9)];
    // The forward law's own error, its two orders apart: far above 1e-6 where a member is much narrower than the others.
    for (const name of ["mean", "variance"] as const)
      expect(Math.abs(back[name] - on[name])).toBeLessThan(1e-6 * (1 + on.variance) + 4 * Math.abs(on[name] - coarse[name]));
  }
}

test("mean and variance of a stage's deviation are those of the forward law, on searched points", () => {
  fc.assert(fc.property(anyBroadPoint, expectAlike), { seed: 8, numRuns: 20, endOnFailure: true });
  // Of narrow laws a few: the third of this seed alone takes ten seconds.
  fc.assert(fc.property(anyPoint, expectAlike), { seed: 8, numRuns: 2, endOnFailure: true });
});

test("the comparison has teeth: the deviation of a stage without retries is another", () => {
  const point = parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 5 }, pool: [MODEL_3] });
  const once = { ...point, retryBudget: 1 };
  expect(Math.abs(stageDeviation(once, stageCurve(once))(20).mean - forward(point, 20).mean)).toBeGreaterThan(0.1);
});

test("a request that no attempt can reach has no deviation to ask for", () => {
  const point = parsePoint({ ...CANONICAL, goal: 200, stages: { kind: "uniform", count: 1 }, pool: [MODEL_3] });
  expect(() => stageDeviation(point, stageCurve(point))(150)).toThrow(/request must be at most/);
});
