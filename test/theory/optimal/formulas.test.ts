import { evaluate } from "mathjs";
import { expect, test } from "vitest";
import { CANONICAL, MODEL_2 } from "../../../model/canonical.ts";
import { parsePoint } from "../../../model/validate.ts";
import { deviationCurve } from "../../../theory/attempt/deviationCurve.ts";
import { guidedPool } from "../../../theory/attempt/guidedPool.ts";
import { FORMULAS } from "../../../theory/formulas.ts";
import { ORDER, solveStage } from "../../../theory/stage.ts";
import { stageCurve } from "../../../theory/stageCurve.ts";
import { stageDeviation } from "../../../theory/stageDeviation.ts";

/** What the page shows, evaluated as it stands. */
const shown = (id: string, scope: Record<string, number>): number => evaluate(FORMULAS[id].right, { ...scope }) as number;

const point = parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 1 }, pool: [MODEL_2] });
const request = 30;
const pool = guidedPool(point, [0]);
const curve = stageCurve(point);
const { acceptRate: p, passRate, meanAttempts } = curve.at(request);
const moments = deviationCurve(pool, point, curve.most, ORDER);
const scope = {
  p,
  R: point.retryBudget,
  attempts: meanAttempts,
  delta_a: moments.accepted.at(request),
  delta_r: moments.rejected.at(request),
};
const deviation = stageDeviation(point, curve)(request).mean;
const checks: [string, number][] = [
  ["O.2", passRate],
  ["O.5", meanAttempts],
  ["O.6", deviation],
];

test.each(checks)("%s is what the code computes", (id, computed) => expect(computed / shown(id, scope)).toBeCloseTo(1, 11));

test("every formula of the page is held to code", () =>
  expect(checks.map(([id]) => id)).toEqual(Object.keys(FORMULAS).filter((id) => id.startsWith("O."))));

test("and to the forward solution, which knows nothing of the recursion", () => {
  const stage = solveStage(pool, point, request);
  expect(Math.abs(stage.passRate - shown("O.2", scope))).toBeLessThan(1e-10);
  expect(Math.abs(stage.meanAttempts - shown("O.5", scope))).toBeLessThan(1e-10);
  expect(Math.abs(stage.all.moment - request - shown("O.6", scope))).toBeLessThan(1e-9);
});

test("the comparison has teeth: one retry more is another number", () => {
  for (const [id, computed] of checks) expect(Math.abs(computed / shown(id, { ...scope, R: scope.R + 1 }) - 1)).toBeGreaterThan(1e-4);
});
