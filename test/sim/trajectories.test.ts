import { expect, test } from "vitest";
import { AGENTS, CANONICAL, guided } from "../../model/canonical.ts";
import type { PointInput } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { sampleTrajectories } from "../../sim/trajectories.ts";

const POOL = Object.values(AGENTS);
const BASE: PointInput = { ...CANONICAL, stages: { kind: "partial", chunk: 20, chunks: 3 }, pool: POOL, guidance: guided("aligned") };
const sample = (more: Partial<PointInput>) => ({
  point: parsePoint({ ...BASE, ...more }),
  ...sampleTrajectories(parsePoint({ ...BASE, ...more }), { runs: 300, seed: "a" }),
});

test("stages begin where the requests before them add up to", () =>
  expect(sample({}).stages).toEqual([
    { request: 20, from: 0 },
    { request: 20, from: 20 },
    { request: 20, from: 40 },
    { request: 40, from: 60 },
  ]));

test.each([
  { onUnrecovered: "carry" as const },
  { onUnrecovered: "abort" as const, guidance: guided("misaligned") },
  { verification: "stage-end" as const },
  { prune: 2 },
])("every path obeys the definitions: %o", (more) => {
  const { point, stages, runs } = sample(more);
  for (const { passed, attempts } of runs) {
    let [stage, from, tries, failed] = [0, 0, 0, false];
    for (const [i, attempt] of attempts.entries()) {
      const moved = attempt.path[attempt.path.length - 1] - from;
      expect(attempt.stage).toBe(stage);
      expect(attempt.path[0]).toBe(from);
      expect(attempt.path.length - 1).toBeLessThanOrEqual(point.stepBudget);
      expect(attempt.accepted).toBe(Math.abs(moved - stages[stage].request) <= point.tolerance);
      for (let k = 1; k < attempt.path.length; k++) {
        const step = attempt.path[k] - attempt.path[k - 1];
        expect(POOL.some(({ min, max }) => step >= min - 1e-9 && step <= max + 1e-9)).toBe(true);
        const short = attempt.path[k] - from < stages[stage].request - point.tolerance;
        // Every step but the last falls short of the window, where each is checked.
        if (point.verification === "every-step" && k < attempt.path.length - 1) expect(short).toBe(true);
      }
      tries++;
      const unrecovered = !attempt.accepted && tries === point.retryBudget;
      failed ||= unrecovered;
      if (unrecovered && point.onUnrecovered === "abort") expect(i).toBe(attempts.length - 1);
      if (attempt.accepted || unrecovered) [stage, from, tries] = [stage + 1, attempt.path[attempt.path.length - 1], 0];
    }
    expect(passed).toBe(!failed);
    expect(stage === stages.length || point.onUnrecovered === "abort").toBe(true);
  }
  expect(runs).toHaveLength(300);
});

test("a pruned run draws from what is left only", () => {
  const { runs } = sample({
    prune: 2,
    pool: [
      { mu: 2, sigma: 1, min: 1, max: 3 },
      { mu: 6, sigma: 1, min: 5, max: 7 },
      { mu: 10, sigma: 1, min: 9, max: 11 },
    ],
  });
  const kinds = runs.map(
    ({ attempts }) => new Set(attempts.flatMap(({ path }) => path.slice(1).map((x, k) => Math.floor((x - path[k]) / 4)))),
  );
  expect(kinds.every((kind) => kind.size === 1)).toBe(true);
  expect(new Set(kinds.flatMap((kind) => [...kind])).size).toBe(3);
});

test("a seed fixes the runs, and their number is limited", () => {
  const point = parsePoint(BASE);
  expect(sampleTrajectories(point, { runs: 3, seed: "b" })).toEqual(sampleTrajectories(point, { runs: 3, seed: "b" }));
  expect(() => sampleTrajectories(point, { runs: 0, seed: "b" })).toThrow("runs must be an integer in [1, 10000]");
});
