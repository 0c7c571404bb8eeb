import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePoint } from "../../model/validate.ts";
import type { TheoryAnswer } from "../../server/api.ts";
import { fanRows, nextSeed } from "../../server/web/explore/cards/fanRows.ts";
import { funnelRows, hardest } from "../../server/web/explore/cards/funnelRows.ts";
import { binsOf } from "../../server/web/explore/cards/lawBins.ts";
import { planInWords } from "../../server/web/explore/cards/planWords.ts";
import { granularity, guidance, stopping } from "../../server/web/explore/cards/theoremWords.ts";
import { TASKS } from "../../server/web/solver/tasks.ts";
import { sampleTrajectories } from "../../sim/trajectories.ts";
import { solve } from "../../theory/solve.ts";
import { examplePoint } from "../examplePoint.ts";

const base = parsePoint(examplePoint);
const harnesses = fc.record({
  count: fc.integer({ min: 1, max: 30 }),
  retryBudget: fc.integer({ min: 1, max: 8 }),
  stepBudget: fc.integer({ min: 1, max: 12 }),
});
const pointOf = ({ count, ...budgets }: { count: number; retryBudget: number; stepBudget: number }) => ({
  ...base,
  ...budgets,
  stages: { kind: "uniform" as const, count },
});

test("what becomes of a stage, and of an attempt, adds up to 1 at every stage", () => {
  fc.assert(
    fc.property(harnesses, (harness) => {
      const rows = funnelRows(solve(pointOf(harness)).stages);
      const sums = new Map<string, number>();
      for (const { of, stage, share } of rows) {
        expect(share).toBeGreaterThanOrEqual(-1e-9);
        sums.set(`${of} ${stage}`, (sums.get(`${of} ${stage}`) ?? 0) + share);
      }
      // Shares come from rates that are each good to about 1e-8.
      for (const sum of sums.values()) expect(Math.abs(sum - 1)).toBeLessThan(1e-6);
    }),
    { seed: 5, numRuns: 25 },
  );
});

test("many stages are thinned, and the hardest is named among all", () => {
  const { stages } = solve({ ...base, tolerance: 0.1, stages: { kind: "uniform", count: 300 } });
  expect(new Set(funnelRows(stages).map(({ stage }) => stage)).size).toBeLessThanOrEqual(60);
  const unequal = solve({ ...base, stages: { kind: "explicit", requests: [10, 10, 5, 10] } });
  expect(hardest(unequal.stages)).toMatch(/^Stage 3 is the hardest/);
  expect(hardest(unequal.stages.slice(0, 2))).toMatch(/^Every stage/);
});

test("the bins of the law hold all but its far tails, and its goal's neighbourhood as the solver says", () => {
  const law = TASKS.law({ point: base, places: 241 });
  const bins = binsOf(law);
  const mass = bins.reduce((sum, { from, to, density }) => sum + density * (to - from), 0);
  // At most two tails of 2e-4 and what one coarse place adds to each.
  expect(mass).toBeGreaterThan(0.99);
  expect(mass).toBeLessThanOrEqual(1 + 1e-9);
  const median = solve(base).quantiles["0.5"] as number;
  const at = bins.find(({ from, to }) => from <= median && median < to);
  expect(at && at.below >= 0.5 && at.below - at.density * (at.to - at.from) <= 0.5).toBe(true);
});

test("a drawn run goes from 0 to where the run ended, one step at a time", () => {
  const sample = sampleTrajectories(base, { runs: 12, seed: "web" });
  const { paths, gates, attempts } = fanRows(sample, base);
  sample.runs.forEach((run, i) => {
    const path = paths.filter((row) => row.run === i + 1);
    expect(path.map(({ step }) => step)).toEqual(path.map((_, k) => k));
    expect(path[0]?.progress).toBe(0);
    expect(path.at(-1)?.progress).toBe(run.attempts.at(-1)?.path.at(-1));
  });
  // An attempt is drawn as accepted exactly where it ends inside its gate.
  const ends = attempts.filter((row, i) => attempts[i + 1]?.attempt !== row.attempt || attempts[i + 1]?.stage !== row.stage);
  for (const { stage, progress, end } of ends) {
    const gate = gates[stage - 1] as (typeof gates)[number];
    expect(end === "accepted").toBe(progress >= gate.low && progress <= gate.high);
  }
  expect(ends.some(({ end }) => end !== "accepted")).toBe(true);
});

test("seeds go on, plans are said as one says them", () => {
  expect([nextSeed("lab"), nextSeed("lab-2"), nextSeed("a-b")]).toEqual(["lab-2", "lab-3", "a-b-2"]);
  expect(planInWords({ kind: "uniform", count: 1 }, 100)).toBe("The whole goal of 100 in one stage");
  expect(planInWords({ kind: "partial", chunk: 10, chunks: 2 }, 100)).toBe("2 chunks of 10, then the last 80 in one stage");
  expect(planInWords({ kind: "partial", chunk: 50, chunks: 2 }, 100)).toBe("2 chunks of 50");
});

test("the theorems say what they know, and that they know nothing", () => {
  const nothing: TheoryAnswer = { absent: { guidance: "there is no guidance" } };
  expect(guidance(nothing)).toEqual(["It says nothing here: there is no guidance."]);
  expect(granularity({ granularity: { passRate: 0, passRateError: 0, bounds: {}, reachable: false } })[0]).toMatch(/no run can pass/);
  const bounded = { granularity: { passRate: 0.5, passRateError: 0, cost: Math.LN2, bounds: { summed: 0.1 }, reachable: true } };
  expect(granularity(bounded)[0]).toMatch(/at most 0\.9048/);
  expect(granularity({ granularity: { ...bounded.granularity, bounds: { summed: 0 } } })[0]).toMatch(/vacuous/);
  const extents = [{ chunks: 2, tail: 80, pays: false, passRate: 0.8 }];
  const rule = { chunk: 10, chunkCost: 0.03, stop: 2, best: 2, unimodal: true, convex: true, extents };
  expect(stopping({ stopping: rule })[0]).toMatch(/r\* = 2, which is also where the pass rate is highest \(0\.8\)/);
  expect(stopping({ stopping: { ...rule, best: 4 } })[0]).toMatch(/while the pass rate is highest at r = 4/);
});
