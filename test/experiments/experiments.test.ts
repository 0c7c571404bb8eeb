import { describe, expect, test } from "vitest";
import { EXPERIMENTS } from "../../experiments/catalogue.ts";
import type { CellTools } from "../../experiments/cell.ts";
import { pointsOf, runExperiment } from "../../experiments/runExperiment.ts";
import type { ExperimentResult } from "../../model/experiment.ts";
import type { Point } from "../../model/point.ts";
import type { Estimate, SimulationResult, Solution } from "../../model/result.ts";
import { hallucinationRate } from "../../theory/hallucination.ts";
import { solve } from "../../theory/solve.ts";
import { temporaryStore } from "../store/temporaryStore.ts";

const never = () => Promise.reject(new Error("nothing is simulated here"));
const exactOnly = { solve, simulate: never, simulateClaims: () => ({ mean: 0, low: 0, high: 1, count: 1 }), runs: 0, seed: "lab" };
const run = (id: string, tools: Partial<typeof exactOnly> = {}) =>
  runExperiment(EXPERIMENTS.find((one) => one.id === id) as (typeof EXPERIMENTS)[number], { ...exactOnly, ...tools });

describe("claims on the exact solution", () => {
  for (const experiment of EXPERIMENTS)
    test(`${experiment.id}: every claim holds`, async () => {
      const { claims, findings, curves } = await runExperiment(experiment, exactOnly);
      expect(claims.filter(({ holds }) => !holds)).toEqual([]);
      expect(claims.length).toBeGreaterThanOrEqual(2);
      for (const finding of findings) {
        const point = curves.find(({ name }) => name === finding.curve)?.points.find(({ at }) => at === finding.at);
        expect(point?.exact[finding.measure]?.value).toBe(finding.value);
      }
    });
  test("there are at least 14, with ids of their own, over all the figures that need no agent", () => {
    const claims = EXPERIMENTS.flatMap(({ claims }) => claims);
    expect(claims.length).toBeGreaterThanOrEqual(14);
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    expect(new Set(EXPERIMENTS.flatMap(({ figures }) => figures))).toEqual(
      new Set(["2a", "2b", "2c", "2d", "2e", "2f", "3b", "5", "6", "7", "8"]),
    );
  });
});

// A claim that no wrong model can break says nothing. Each of these changes one part of the model.
describe("claims fail on a wrong model", () => {
  const broken: Readonly<Record<string, readonly [string, (point: Point) => Point, RegExp]>> = {
    "guidance with its sign turned": [
      "guidance",
      (point) => ({ ...point, guidance: { ...point.guidance, kind: "none", strength: 0 } }),
      /misaligned/,
    ],
    "no step budget to speak of": ["partial", (point) => ({ ...point, stepBudget: 1 }), /partial-bias|partial-pass/],
    "pruning ignored": ["pruning", (point) => ({ ...point, prune: 0 }), /pruning-lowers|pruning-raises/],
    "retries ignored": ["retry", (point) => ({ ...point, retryBudget: 3 }), /saturates/],
    "tolerance ignored": ["tolerance", (point) => ({ ...point, tolerance: 2 }), /tolerance-pass-rate/],
    "chunks ignored": ["chunk", (point) => ({ ...point, stages: { kind: "uniform", count: 4 } }), /chunk-/],
    "one stage too many": ["granularity", (point) => ({ ...point, stages: { kind: "uniform", count: oneMore(point) } }), /peaks-differ/],
  };
  const oneMore = ({ stages }: Point) => (stages.kind === "uniform" ? stages.count + 1 : 1);
  for (const [name, [id, wrong, failing]] of Object.entries(broken))
    test(name, async () => {
      const { claims } = await run(id, { solve: (point) => solve(wrong(point)) });
      expect(
        claims
          .filter(({ holds }) => !holds)
          .map((claim) => claim.id)
          .join(" "),
      ).toMatch(failing);
    });
});

describe("running an experiment", () => {
  const solution = {
    passRate: 0.5,
    finalBias: 1,
    signedBias: 0,
    error: { passRate: 0, finalBias: 0, signedBias: 0 },
  } as unknown as Solution;
  const estimate: Estimate = { mean: 0.5, low: 0.4, high: 0.6, count: 100 };
  const simulated = { passRate: estimate, finalBias: estimate } as unknown as SimulationResult;
  const tools = (calls: { solved: number; simulated: number }, failAfter = Number.POSITIVE_INFINITY): CellTools => ({
    solve: () => {
      calls.solved++;
      return solution;
    },
    simulate: async () => {
      if (++calls.simulated > failAfter) throw new Error("stopped");
      return simulated;
    },
    simulateClaims: () => estimate,
  });
  const experiment = EXPERIMENTS.find(({ id }) => id === "partial") as (typeof EXPERIMENTS)[number];

  test("an interrupted experiment goes on where it was, and a finished one is read back", async () => {
    const store = await temporaryStore();
    const first = { solved: 0, simulated: 0 };
    const options = { runs: 100, seed: "lab", store };
    await expect(runExperiment(experiment, { ...tools(first, 4), ...options })).rejects.toThrow("stopped");
    const second = { solved: 0, simulated: 0 };
    let reused = 0;
    const onPoint = (again: boolean) => {
      if (again) reused++;
    };
    const result = await runExperiment(experiment, { ...tools(second), ...options, onPoint });
    expect([second.solved, second.simulated]).toEqual([11 - 5, 11 - 4]); // five were solved and four simulated before the stop
    expect(reused).toBe(9);
    const third = { solved: 0, simulated: 0 };
    expect(await runExperiment(experiment, { ...tools(third), ...options })).toEqual(result);
    expect(third).toEqual({ solved: 0, simulated: 0 });
    const otherSeed = { solved: 0, simulated: 0 };
    await runExperiment(experiment, { ...tools(otherSeed), ...options, seed: "another" });
    expect(otherSeed).toEqual({ solved: 0, simulated: 11 });
  });
  test("points keep their places however many are under way", async () => {
    const slowFirst = { ...tools({ solved: 0, simulated: 0 }), simulate: slower() };
    const places = ({ curves }: ExperimentResult) =>
      curves.map(({ points }) => points.map(({ at, simulated: figures }) => [at, figures.passRate?.mean]));
    const one = await runExperiment(experiment, { ...slowFirst, runs: 10, seed: "a", atOnce: 1 });
    const many = await runExperiment(experiment, { ...slowFirst, simulate: slower(), runs: 10, seed: "a", atOnce: 5 });
    expect(places(many)).toEqual(places(one));
  });
  /** Answers with the point's own extent, later ones first. */
  function slower(): CellTools["simulate"] {
    return async (point) => {
      const chunks = point.stages.kind === "partial" ? point.stages.chunks : 0;
      await new Promise((resolve) => setTimeout(resolve, 20 - chunks));
      return { ...simulated, passRate: { ...estimate, mean: chunks / 100 } };
    };
  }
  test("an aborted one stops with the signal's reason", async () => {
    const controller = new AbortController();
    controller.abort(new Error("enough"));
    await expect(
      runExperiment(experiment, { ...tools({ solved: 0, simulated: 0 }), runs: 0, seed: "a", signal: controller.signal }),
    ).rejects.toThrow("enough");
  });
  test("counts its points", () => expect([pointsOf(experiment, 0), pointsOf(experiment, 10)]).toEqual([11, 22]));
});

test("the hallucination curves are those of the formula", async () => {
  const { curves } = await run("trade-offs");
  const misaligned = curves.find(({ name }) => name === "misaligned");
  expect(misaligned?.points.map(({ exact }) => exact.hallucinationRate?.value)).toEqual(
    Array.from({ length: 10 }, (_, i) => hallucinationRate(0, 0.2, i + 1)),
  );
});
