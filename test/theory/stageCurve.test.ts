import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CANONICAL, guided, MODEL_0, MODEL_1, MODEL_2, MODEL_3 } from "../../model/canonical.ts";
import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import { parsePoint } from "../../model/validate.ts";
import { guidedPool } from "../../theory/attempt/guidedPool.ts";
import { ORDER, type Stage, solveStage } from "../../theory/stage.ts";
import { stageCurve } from "../../theory/stageCurve.ts";
import { anyPoint } from "../laws/anyPoint.ts";

const SHARED = ["acceptRate", "overshootRate", "exhaustionRate", "passRate", "failRate", "meanAttempts", "meanSteps"] as const;
type Rates = Readonly<Record<(typeof SHARED)[number], number>>;
const forward = (point: Point, request: number, order = ORDER): Stage => solveStage(guidedPool(point), point, request, order);
const furthest = (a: Rates, b: Rates) => Math.max(...SHARED.map((name) => Math.abs(a[name] - b[name]) / Math.max(1, Math.abs(b[name]))));

describe("the backward recursion agrees with the forward solution, which shares its grid and not its direction", () => {
  // The forward solution's own error, its two orders apart, is above 1e-8 for sharply guided pools and far above it where a member
  // is much narrower than the others.
  test("on searched points", () =>
    fc.assert(
      fc.property(anyPoint, (input) => {
        const point = parsePoint({ ...input, prune: 0 });
        const requests = [...new Set(requestsOf(point.stages, point.goal))];
        const curve = stageCurve(point, Math.max(...requests));
        for (const request of requests) {
          const on = forward(point, request);
          expect(furthest(curve.at(request), on)).toBeLessThan(1e-8 + 4 * furthest(on, forward(point, request, 9)));
        }
      }),
      { seed: 3, numRuns: 60, endOnFailure: true },
    ));

  test.each([
    ["Model 1", [MODEL_1], "none", "every-step", 1e-11],
    ["Model 3", [MODEL_3], "none", "every-step", 1e-11],
    ["Model 3, checked at the end", [MODEL_3], "none", "stage-end", 1e-11],
    ["four, aligned", [MODEL_3, MODEL_2, MODEL_1, MODEL_0], "aligned", "every-step", 2e-8],
    ["four, misaligned", [MODEL_3, MODEL_2, MODEL_1, MODEL_0], "misaligned", "every-step", 2e-8],
    ["four, aligned, checked at the end", [MODEL_3, MODEL_2, MODEL_1, MODEL_0], "aligned", "stage-end", 2e-8],
  ] as const)("at every request up to the goal: %s", (_, pool, kind, verification, within) => {
    const stages = { kind: "uniform" as const, count: 5 };
    const point = parsePoint({ ...CANONICAL, stages, pool: [...pool], guidance: guided(kind), verification });
    const curve = stageCurve(point);
    for (let request = 2.01; request <= 100; request += 6.173)
      expect(furthest(curve.at(request), forward(point, request))).toBeLessThan(within);
    expect(furthest(curve.at(100), forward(point, 100))).toBeLessThan(within);
  });

  test("the comparison has teeth: one step more in the budget is seen", () => {
    const point = parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 5 }, pool: [MODEL_2] });
    const more = stageCurve({ ...point, stepBudget: point.stepBudget + 1 });
    expect(furthest(more.at(64), forward(point, 64))).toBeGreaterThan(1e-3);
  });
});

describe("the ends of the curve", () => {
  const point = parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 5 }, pool: [MODEL_2] });
  const curve = stageCurve(point);
  test("beyond M of the longest steps nothing passes, and every step is spent", () => {
    const { acceptRate, exhaustionRate, passRate, logPassRate, meanSteps } = curve.at(95);
    expect({ acceptRate, exhaustionRate, passRate, logPassRate, meanSteps }).toEqual({
      acceptRate: 0,
      exhaustionRate: 1,
      passRate: 0,
      logPassRate: Number.NEGATIVE_INFINITY,
      meanSteps: 40,
    });
  });
  test("below the shortest step less the tolerance exactly 0", () => expect(curve.at(2.9).acceptRate).toBe(0));
  test("a tolerance of 0 accepts nothing", () => {
    const exact = stageCurve({ ...point, tolerance: 0 });
    expect(exact.at(8).acceptRate).toBe(0);
    expect(exact.at(8).overshootRate).toBeCloseTo(1, 12);
  });
  test.each([2, 0, -1, 100.5, Number.NaN])("a request of %d is refused", (request) =>
    expect(() => curve.at(request)).toThrow(/request must lie in \(2, 100\]/),
  );
  test("pruning is refused by name", () =>
    expect(() =>
      stageCurve(parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 5 }, pool: [MODEL_1, MODEL_2], prune: 1 })),
    ).toThrow(/prune must be 0/));
});
