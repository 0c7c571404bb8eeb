import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type AgentLaw, lawOfPoint, parseLaw } from "../../agents/served/law.ts";
import { nextReply } from "../../agents/served/policy.ts";
import { drawStep } from "../../agents/served/steps.ts";
import { prepareAddition } from "../../agents/tasks/addition/prepare.ts";
import type { ModelRequest } from "../../agents/wire/wire.ts";
import type { PointInput } from "../../model/point.ts";
import type { AdditionHarness, AdditionTask } from "../../model/trial.ts";
import { parsePoint } from "../../model/validate.ts";
import { truncatedNormal } from "../../numerics/truncatedNormal.ts";
import { solve } from "../../theory/solve.ts";
import { hoeffding } from "../laws/bounds.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { memoryLedger, runTrial } from "./standInLoop.ts";

/** A correct program fails in this file on one seed in 10⁹. */
const FALSE_ALARM = 1e-9;
const SEED = "harness";

const MODEL_1 = { mu: 6, sigma: 2, min: 4, max: 8 };
const MODEL_2 = { mu: 8, sigma: 3, min: 5, max: 11 };
const MODEL_3 = { mu: 10, sigma: 6, min: 4, max: 14 };
const POOL = [MODEL_1, MODEL_2, MODEL_3];

interface Case {
  readonly name: string;
  readonly point: PointInput;
  readonly telling: AdditionHarness["telling"];
}
const BASE = { goal: 100, tolerance: 2, stepBudget: 8, retryBudget: 2 };
const uniform = (count: number) => ({ kind: "uniform" as const, count });
const CASES: readonly Case[] = [
  { name: "one agent, K = 2", point: { ...BASE, stages: uniform(2), pool: [MODEL_3] }, telling: "prompt" },
  {
    name: "one agent, K = 10, abort",
    point: { ...BASE, stages: uniform(10), pool: [MODEL_1], onUnrecovered: "abort", tolerance: 2.7 },
    telling: "turns",
  },
  {
    name: "an aligned pool, K = 6",
    point: { ...BASE, stages: uniform(6), pool: POOL, guidance: { kind: "aligned", strength: 3 } },
    telling: "prompt",
  },
  {
    name: "a misaligned pool with weights, partial",
    point: {
      ...BASE,
      retryBudget: 3,
      stages: { kind: "partial", chunk: 25, chunks: 2 },
      pool: POOL,
      weights: [1, 2, 0.5],
      guidance: { kind: "misaligned", strength: 0.3 },
      stepBudget: 12,
    },
    telling: "turns",
  },
];
const TRIALS = 800;
/** Comparisons of rates; each may fail with this probability. */
const CHANCE = FALSE_ALARM / (4 * CASES.length);
const SLACK = hoeffding(TRIALS, CHANCE);

const taskOf = ({ goal, tolerance, stepBudget }: PointInput): AdditionTask => ({
  kind: "addition",
  goal,
  tolerance,
  stepBudget,
  total: "hidden",
});
const harnessOf = ({ stages, retryBudget, onUnrecovered = "carry" }: PointInput, telling: Case["telling"]): AdditionHarness => ({
  stages,
  retryBudget,
  onUnrecovered,
  telling,
  guidance: "none",
});

interface Rates {
  readonly passRate: number;
  /** Shares of attempts at the first stage by its first try. */ readonly firstAccepted: number;
  /** Of trials with an unrecovered stage. */ readonly falseClaims: number;
  readonly unrecovered: number;
  /** E|X − G|, as a share of the goal. */ readonly bias: number;
}

async function ratesOf({ point, telling }: Case, law: AgentLaw, trials = TRIALS): Promise<Rates> {
  const [task, harness] = [taskOf(point), harnessOf(point, telling)];
  const sums = { passed: 0, first: 0, falseClaims: 0, unrecovered: 0, bias: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const served = { law, seed: SEED, trial: String(trial) };
    const { stages, passed, finalBias } = await runTrial(task, harness, {
      model: (request) => nextReply(request, served),
      ...memoryLedger(),
    });
    const spent = stages.filter(({ accepted, attempts }) => !accepted && attempts.length === harness.retryBudget);
    sums.passed += Number(passed);
    sums.first += Number(stages[0]?.attempts[0]?.accepted);
    sums.unrecovered += spent.length;
    sums.falseClaims += spent.filter(({ attempts }) => attempts.at(-1)?.claimed).length;
    sums.bias += Math.min(1, finalBias / task.goal);
    for (const { attempts, accepted } of stages) {
      // Honest wherever it may not claim falsely.
      expect(attempts.slice(0, -1).every(({ claimed }) => claimed !== true)).toBe(true);
      if (accepted) expect(attempts.at(-1)?.claimed).toBe(true);
    }
  }
  return {
    passRate: sums.passed / trials,
    firstAccepted: sums.first / trials,
    falseClaims: sums.falseClaims / Math.max(1, sums.unrecovered),
    unrecovered: sums.unrecovered,
    bias: sums.bias / trials,
  };
}

describe.each(CASES)("the served agent by $telling: $name", (given) => {
  const point = parsePoint(given.point);

  test("passes as often as the exact solution says, and is as far off, and claims falsely as often as its law", async () => {
    const rates = await ratesOf(given, lawOfPoint(point, 0.25));
    const exact = solve(point);
    expect(exact.passRate).toBeGreaterThan(0.1);
    expect(exact.passRate).toBeLessThan(0.9);
    expect(Math.abs(rates.passRate - exact.passRate)).toBeLessThan(SLACK);
    expect(Math.abs(rates.firstAccepted - (exact.stages[0]?.acceptRate ?? Number.NaN))).toBeLessThan(SLACK);
    // |X − G| is below G for these agents, so a share of it is a draw in [0, 1].
    expect(Math.abs(rates.bias - exact.finalBias / point.goal)).toBeLessThan(SLACK);
    expect(rates.unrecovered).toBeGreaterThan(100);
    expect(Math.abs(rates.falseClaims - 0.25)).toBeLessThan(hoeffding(rates.unrecovered, CHANCE));
  });
});

test("the comparison has teeth: a wrong tolerance, one retry too many and another guidance are caught", async () => {
  const [, second, third] = CASES as [Case, Case, Case];
  const rates = await ratesOf(second, lawOfPoint(parsePoint(second.point)));
  for (const change of [{ tolerance: 3 }, { retryBudget: 3 }, { stepBudget: 1 }, { pool: [MODEL_2] }])
    expect(Math.abs(rates.passRate - solve(parsePoint({ ...second.point, ...change })).passRate)).toBeGreaterThan(SLACK);
  const unguided = await ratesOf(third, lawOfPoint(parsePoint({ ...third.point, guidance: { kind: "none" } })), 300);
  expect(Math.abs(unguided.passRate - solve(parsePoint(third.point)).passRate)).toBeGreaterThan(hoeffding(300, CHANCE));
});

test("a step has the law of the guided pool at its distance", () => {
  const law = parseLaw({ pool: POOL, weights: [1, 2, 0], guidance: { kind: "misaligned", strength: 0.4 } });
  const members = POOL.map(({ mu, sigma, min, max }) => truncatedNormal(mu, sigma, min, max));
  const distance = 7.5;
  const weights = members.map(({ mean }, i) => (law.weights[i] as number) * Math.exp(0.4 * Math.abs(mean - distance)));
  const total = weights.reduce((sum, weight) => sum + weight);
  const cdf = (x: number) => members.reduce((sum, member, i) => sum + ((weights[i] as number) / total) * member.cdf(x), 0);
  const draws = 10_000;
  const place = { seed: SEED, trial: "law", stage: 1 };
  const steps = Float64Array.from({ length: draws }, (_, attempt) => drawStep(law, { ...place, attempt }, 0, distance)).sort();
  const apart = steps.reduce((most, x, i) => Math.max(most, Math.abs(cdf(x) - i / draws), Math.abs(cdf(x) - (i + 1) / draws)), 0);
  // Dvoretzky, Kiefer, Wolfowitz and Massart: the same bound as Hoeffding's, over all x at once.
  expect(apart).toBeLessThan(hoeffding(draws, CHANCE));
  // Teeth: the aligned law is another one.
  const aligned = parseLaw({ pool: POOL, weights: [1, 2, 0], guidance: { kind: "aligned", strength: 0.4 } });
  const other = Float64Array.from({ length: draws }, (_, attempt) => drawStep(aligned, { ...place, attempt }, 0, distance)).sort();
  expect(other.reduce((most, x, i) => Math.max(most, Math.abs(cdf(x) - i / draws)), 0)).toBeGreaterThan(hoeffding(draws, CHANCE));
});

const LAW = parseLaw({ pool: POOL, guidance: { kind: "aligned", strength: 3 }, claimRate: 1 });
const TASK: AdditionTask = { kind: "addition", goal: 40, tolerance: 1, stepBudget: 4, total: "shown" };
const HARNESS: AdditionHarness = { stages: uniform(3), retryBudget: 3, onUnrecovered: "carry", telling: "prompt", guidance: "none" };

test.each(["prompt", "turns"] as const)(
  "told by %s the script in a work folder comes to what the ledger in memory does",
  async (telling) => {
    const work = temporaryFolder();
    await prepareAddition(work, TASK);
    const file = join(work, "ledger.txt");
    const served = { law: LAW, seed: SEED, trial: "script" };
    const model = (request: ModelRequest) => nextReply(request, served);
    const byScript = await runTrial(
      TASK,
      { ...HARNESS, telling },
      {
        model,
        run: (command) => execFileSync("/bin/sh", ["-c", command], { cwd: work, encoding: "utf8" }),
        ledger: { read: () => readFileSync(file, "utf8"), write: (text) => writeFileSync(file, text) },
      },
    );
    expect(byScript).toEqual(await runTrial(TASK, { ...HARNESS, telling }, { model, ...memoryLedger() }));
    expect(byScript.stages.flatMap(({ attempts }) => attempts.flatMap(({ steps = [] }) => steps)).length).toBeGreaterThan(3);
  },
);
