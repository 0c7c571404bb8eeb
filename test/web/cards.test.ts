import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MODEL_1, MODEL_2, MODEL_3 } from "../../model/canonical.ts";
import type { Theorems } from "../../model/theorems.ts";
import { parsePoint } from "../../model/validate.ts";
import { fanRows, luckInWords, nextSeed, pathRows, thinned } from "../../server/web/explore/cards/fanRows.ts";
import { funnelNotes, funnelRows, hardest, shownStages } from "../../server/web/explore/cards/funnelRows.ts";
import { binsOf, lawInWords, viewFor } from "../../server/web/explore/cards/lawBins.ts";
import { comparisonRows, planInWords, verdict } from "../../server/web/explore/cards/planWords.ts";
import { granularity, guidance, stopping } from "../../server/web/explore/cards/theoremWords.ts";
import { TASKS } from "../../server/web/solver/tasks.ts";
import { chunkOf } from "../../server/web/solver/theorems.ts";
import { sampleTrajectories } from "../../sim/trajectories.ts";
import { solve } from "../../theory/solve.ts";
import { stageShares } from "../../theory/stageShares.ts";
import { theoremsAt } from "../../theory/theorems/theorems.ts";
import { examplePoint } from "../examplePoint.ts";

const base = parsePoint(examplePoint);
const anyHarness = fc.record({
  count: fc.integer({ min: 1, max: 30 }),
  retryBudget: fc.integer({ min: 1, max: 8 }),
  stepBudget: fc.integer({ min: 1, max: 12 }),
  onUnrecovered: fc.constantFrom("carry" as const, "abort" as const),
  prune: fc.constantFrom(0, 1),
});
const stagesOf = ({ count, ...rest }: { count: number; retryBudget: number; stepBudget: number; prune: number }) =>
  parsePoint({ ...examplePoint, ...rest, pool: [MODEL_2, MODEL_3], stages: { kind: "uniform", count } });

test("what becomes of all runs at a stage, and of an attempt, adds up to 1 at every stage", () => {
  fc.assert(
    fc.property(anyHarness, (harness) => {
      const sums = new Map<string, number>();
      for (const { of, stage, share } of funnelRows(stageShares(stagesOf(harness)))) {
        expect(share).toBeGreaterThanOrEqual(0);
        sums.set(`${of} ${stage}`, (sums.get(`${of} ${stage}`) ?? 0) + share);
      }
      expect(sums.size).toBe(2 * harness.count);
      // Each rate is normalised where it is solved: what is left is the rounding of a few sums.
      for (const sum of sums.values()) expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
    }),
    { seed: 5, numRuns: 25 },
  );
});

test("a run that passes was accepted at its last stage, and one that stops was unrecovered before", () => {
  const point = stagesOf({ count: 6, retryBudget: 2, stepBudget: 8, prune: 0 });
  const shares = stageShares({ ...point, onUnrecovered: "abort" });
  const last = shares.at(-1) as (typeof shares)[number];
  const unrecovered = shares.slice(0, -1).reduce((sum, { lastOvershoot, lastExhaustion }) => sum + lastOvershoot + lastExhaustion, 0);
  expect(last.notBegun).toBeCloseTo(unrecovered, 12);
  expect(last.atOnce + last.afterRetries).toBeCloseTo(solve(point).passRate, 12);
  // Runs that carry on begin every stage, and the same identity is then false.
  const carried = stageShares(point).at(-1) as typeof last;
  expect(carried.notBegun).toBe(0);
  expect(carried.atOnce + carried.afterRetries).toBeGreaterThan(solve(point).passRate + 0.01);
});

test("many stages are thinned, which is said, and the hardest is drawn and named among all", () => {
  const requests = Array.from({ length: 301 }, (_, t) => (t === 187 ? 5 : 10));
  const many = stageShares(parsePoint({ ...examplePoint, stages: { kind: "explicit", requests } }));
  const shown = shownStages(many);
  expect(shown.length).toBeLessThanOrEqual(60);
  expect(shown).toEqual(expect.arrayContaining([0, 187, 300]));
  expect(hardest(many)).toMatch(/^Stage 188 costs most: it asks for 5 /);
  expect(funnelNotes(many)).toMatch(/^Of 301 stages \d\d are drawn/);
  const few = stageShares(base);
  expect(funnelNotes(few)).toBe("");
  expect(hardest(few)).toMatch(/^Every stage costs the same/);
});

test("a stage out of reach is said to be never passed, and no share of it is accepted", () => {
  const shares = stageShares(parsePoint({ ...examplePoint, tolerance: 0 }));
  expect(hardest(shares)).toMatch(/is never passed, whatever the retry budget/);
  for (const { end, share } of funnelRows(shares)) if (end.startsWith("accepted")) expect(share).toBe(0);
});

test("the bins of the law hold all but its far tails, and its goal's neighbourhood as the solver says", () => {
  const law = TASKS.law({ point: base, places: 241 });
  const bins = binsOf(law);
  const mass = bins.reduce((sum, { from, to, density }) => sum + density * (to - from), 0);
  // Two tails of 1e-4 are left out.
  expect(mass).toBeGreaterThan(1 - 2.1e-4);
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

describe("the theorems in words", () => {
  const nothing: Theorems = { absent: { guidance: "there is no guidance" } };
  const at = (changes: object) => {
    const point = parsePoint({ ...examplePoint, ...changes });
    return theoremsAt(point, chunkOf(point));
  };

  test("what does not apply is said to say nothing", () => {
    expect(guidance(nothing)).toEqual(["It says nothing here: there is no guidance."]);
    expect(granularity(nothing)).toEqual(["It says nothing here: it does not apply."]);
  });

  test("theorem 1: a vacuous bound is called so, another is a number that the pass rate keeps", () => {
    expect(granularity(at({})).join(" ")).toMatch(/bound is vacuous there.*allows a pass rate of 1/);
    const whole = granularity(at({ stages: { kind: "uniform", count: 1 } })).join(" ");
    const [, passRate, atMost] = /probability (\S+), and the bound allows at most (\S+)\./.exec(whole) ?? [];
    expect(Number(passRate)).toBeLessThanOrEqual(Number(atMost));
    expect(whole).not.toMatch(/vacuous/);
  });

  test("theorem 1: requests out of reach are named, and others are not", () => {
    const [reach, ...rest] = granularity(at({ stages: { kind: "explicit", requests: [10, 1.5, 88.5] }, tolerance: 1 }));
    expect(reach).toMatch(/request of stage 2 cannot be met/);
    expect(rest.join(" ")).not.toMatch(/A run costs/);
    expect(granularity(at({}))[0]).toMatch(/every request can be met/);
  });

  test("theorem 1: the cost is split exactly, and no stage costs less than the execution cost, over many steps too", () => {
    for (const goal of [100, 3000]) {
      const { cost = 0, executionCost, penalties = [] } = at({ goal, stages: { kind: "uniform", count: goal / 10 } }).granularity ?? {};
      const total = penalties.length * (executionCost?.value ?? 0) + penalties.reduce<number>((sum, penalty) => sum + (penalty ?? 0), 0);
      // Forward and backward solutions of a stage agree to 1e-8 where measured.
      expect(Math.abs(total - cost)).toBeLessThan(1e-6 * penalties.length);
      for (const penalty of penalties) expect(penalty).toBeGreaterThanOrEqual(-1e-12);
      // The same agent has the same easiest request, however far the goal: requests beyond 100 are no easier.
      expect(executionCost?.request).toBeCloseTo(12, 1);
    }
  });

  test("theorem 2: what the odds identity predicts is the exact rate; the verdict is that of the exact rates", () => {
    for (const [kind, verdict] of [
      ["aligned", /guidance helps/],
      ["misaligned", /guidance hurts/],
    ] as const) {
      const said = at({ pool: [MODEL_1, MODEL_2, MODEL_3], guidance: { kind, strength: 3 } });
      expect(guidance(said)[0]).toMatch(verdict);
      if (!said.guidance) throw new Error("guidance can steer here");
      const { passRate, guided, unguided, predicted } = said.guidance;
      expect(guided > unguided).toBe(kind === "aligned");
      // Forward and backward solutions agree to 1e-6.
      expect(Math.abs((predicted ?? 0) - guided)).toBeLessThan(1e-6);
      expect(Math.abs(passRate.predicted - passRate.guided)).toBeLessThan(1e-6);
    }
  });

  test("theorem 3: the chunk is near the mean step, and r* is said to be the best where it is", () => {
    const { mu } = { mu: parsePoint(examplePoint).pool[0]?.mu ?? 0 };
    expect(Math.abs((chunkOf(base) ?? 0) - mu)).toBeLessThan(0.15 * mu);
    expect(chunkOf({ ...base, tolerance: 11 })).toBeGreaterThan(11);
    expect(stopping(at({}))[0]).toMatch(/r\* = \d+, which is where the pass rate is highest/);
    const said = at({}).stopping;
    expect(said && stopping({ stopping: { ...said, stop: said.best + 1 } })[0]).toMatch(/while it is highest at r = /);
    expect(stopping(at({ tolerance: 0 }))[0]).toMatch(/cannot be passed, so no chunk pays/);
  });
});

test("a law of a few points is shown as its distribution function, another as its density", () => {
  const lawOf = (changes: object) => TASKS.law({ point: { ...examplePoint, ...changes }, places: 241 });
  const needle = { mu: 10, sigma: 1e-4, min: 9.9998, max: 10.0002 };
  const few = lawOf({ stages: { kind: "uniform", count: 2 }, pool: [needle, { ...needle, mu: 7, min: 6.9998, max: 7.0002 }] });
  expect(viewFor(binsOf(few))).toBe("distribution");
  const { finalBias, quantiles } = solve(base);
  const law = lawOf({});
  expect(viewFor(binsOf(law))).toBe("density");
  expect(law.finalBias).toBeCloseTo(finalBias, 12);
  expect(law.quantiles[0.95]).toBeCloseTo(quantiles["0.95"] as number, 6);
  expect(lawInWords({ goal: 100 }, law)).not.toMatch(/too far/);
  expect(lawInWords({ goal: 1e6 }, law)).toMatch(/too far above to be drawn/);
});

test("long runs are drawn fewer, or not at all, and their paths thinned with both ends kept", () => {
  const long = TASKS.trajectories({
    point: { ...examplePoint, goal: 1e5, stages: { kind: "uniform", count: 10_000 } },
    runs: 40,
    seed: "a",
  });
  expect(long.runs).toBeGreaterThan(0);
  expect(long.runs).toBeLessThan(40);
  const all = pathRows(long.sample ?? { runs: [] });
  const { rows, stride } = thinned(all);
  expect(stride).toBeGreaterThan(1);
  for (let run = 1; run <= long.runs; run++) {
    const [whole, drawn] = [all, rows].map((of) => of.filter((row) => row.run === run));
    expect([drawn?.[0], drawn?.at(-1)]).toEqual([whole?.[0], whole?.at(-1)]);
  }
  const hopeless = { ...examplePoint, tolerance: 0, retryBudget: 10_000, stepBudget: 1_000, stages: { kind: "uniform", count: 1_000 } };
  expect(TASKS.trajectories({ point: hopeless, runs: 40, seed: "a" })).toMatchObject({ runs: 0, passRate: 0 });
});

test("a pass rate too small for a double is not said to be impossible", () => {
  const rare = { ...examplePoint, goal: 1e5, retryBudget: 1, stages: { kind: "uniform" as const, count: 10_000 } };
  const drawn = TASKS.trajectories({ point: rare, runs: 1, seed: "a" });
  expect(drawn.passRate).toBe(0);
  expect(luckInWords(drawn)).toMatch(/fewer than one in 1e300/);
  expect(granularity(theoremsAt(parsePoint(rare))).join(" ")).toMatch(/every request can be met.*less often than once in 1e300/);
  const never = TASKS.trajectories({ point: { ...examplePoint, tolerance: 0 }, runs: 1, seed: "a" });
  expect(luckInWords(never)).toBe("none can, with any luck");
});

test("two harnesses are compared in words, and a figure that does not exist is no number", () => {
  const present = { passRate: 0.5, finalBias: 4, meanSteps: 20 };
  const better = { passRate: 0.9, finalBias: 3, meanSteps: 25 };
  expect(verdict(present, better)).toBe(
    "It passes in 0.9 of runs, where the present one does in 0.5; it ends 1 nearer to the goal on average, for 5 more steps a run.",
  );
  expect(verdict(present, { ...better, passRate: 0.5 })).toMatch(/^It passes as often/);
  expect(comparisonRows([present, better])[0]).toEqual({ title: "pass rate", cells: ["0.5", "0.9"], difference: "+0.4" });
  expect(comparisonRows(["too narrow", better])[0]).toEqual({ title: "pass rate", cells: ["–", "0.9"], difference: "–" });
  expect(verdict("too narrow", better)).toBe("They cannot be compared: too narrow.");
});
