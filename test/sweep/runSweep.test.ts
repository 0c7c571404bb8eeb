import { describe, expect, test, vi } from "vitest";
import { cellsOf, columnsOf, type SweepRow } from "../../experiments/sweep/columns.ts";
import { runSweep, type SweepTools } from "../../experiments/sweep/runSweep.ts";
import { parseSweep } from "../../experiments/sweep/sweep.ts";
import type { Point } from "../../model/point.ts";
import type { Estimate, SimulationResult, Solution } from "../../model/result.ts";
import { Unresolved } from "../../theory/unresolved.ts";
import { examplePoint as base } from "../examplePoint.ts";
import { temporaryStore } from "../store/temporaryStore.ts";

/** A solver that gives the retry budget back as final bias, so that a row shows which point it was made from. */
const solveLike = (point: Point) =>
  ({
    passRate: 0.5,
    finalBias: point.retryBudget,
    signedBias: -1,
    error: { passRate: 1e-9, finalBias: 1e-8, signedBias: 1e-7, meanSteps: 1, quantiles: {} },
    stages: [{}],
    absent: { finalBiasPassed: "no run can pass" },
  }) as unknown as Solution;

const estimate = (mean: number): Estimate => ({ mean, low: mean - 1, high: mean + 1, count: 7 });
const simulateLike = async (point: Point, { runs, seed }: { runs: number; seed: string }) =>
  ({
    passRate: estimate(0.5),
    finalBias: estimate(point.retryBudget),
    signedBias: estimate(runs),
    stages: [],
    seed,
  }) as unknown as SimulationResult;

const tools = (): SweepTools & { solve: ReturnType<typeof vi.fn>; simulate: ReturnType<typeof vi.fn> } => ({
  solve: vi.fn(solveLike),
  simulate: vi.fn(simulateLike),
});
const rowsOf = async (spec: object, using: SweepTools) => {
  const rows: SweepRow[] = [];
  for await (const row of runSweep(await parseSweep({ base, ...spec }), using)) rows.push(row);
  return rows;
};
const R = { R: { field: "retryBudget", values: [1, 2, 3, 4] } };

describe("running a sweep", () => {
  test("gives rows in order with figures, errors and intervals in the promised columns", async () => {
    const spec = { vary: R, set: { tolerance: "goal / 50" }, method: "both", runs: 50, seed: "s" };
    const using = tools();
    const rows = await rowsOf(spec, using);
    expect(rows.map((row) => row.exact?.finalBias)).toEqual([1, 2, 3, 4]);
    expect(using.simulate.mock.calls.map(([, options]) => [options.runs, options.seed])).toEqual(Array(4).fill([50, "s"]));
    const cells = cellsOf(rows[1] as SweepRow);
    expect(cells).toEqual({
      R: 2,
      tolerance: 2,
      status: "ok",
      passRate: 0.5,
      passRateError: 1e-9,
      finalBias: 2,
      finalBiasError: 1e-8,
      signedBias: -1,
      signedBiasError: 1e-7,
      passRateMean: 0.5,
      passRateLow: -0.5,
      passRateHigh: 1.5,
      passRateCount: 7,
      finalBiasMean: 2,
      finalBiasLow: 1,
      finalBiasHigh: 3,
      finalBiasCount: 7,
      signedBiasMean: 50,
      signedBiasLow: 49,
      signedBiasHigh: 51,
      signedBiasCount: 7,
      reason: "no finalBiasPassed: no run can pass",
    });
    const columns = columnsOf(await parseSweep({ base, ...spec }));
    expect(columns.slice(0, 3)).toEqual(["R", "tolerance", "status"]);
    expect(Object.keys(cells).filter((name) => !columns.includes(name))).toEqual([]);
  });

  test("asks only for the method named", async () => {
    const using = tools();
    await rowsOf({ vary: R, method: "exact" }, using);
    expect([using.solve.mock.calls.length, using.simulate.mock.calls.length]).toEqual([4, 0]);
    await rowsOf({ vary: R, method: "simulate" }, using);
    expect([using.solve.mock.calls.length, using.simulate.mock.calls.length]).toEqual([4, 4]);
  });

  test("a point that the model or the solver refuses is a row with the reason, and the sweep goes on", async () => {
    const using = tools();
    using.solve.mockImplementation((point: Point) => {
      if (point.tolerance === 3) throw new Unresolved("too narrow");
      return solveLike(point);
    });
    const rows = await rowsOf({ vary: { tolerance: [10, 3, "x", 2] } }, using);
    expect(rows.map(({ status, reason, exact }) => [status, reason, exact?.passRate])).toEqual([
      ["refused", expect.stringMatching(/^tolerance must be below every request/), undefined],
      ["unresolved", "too narrow", undefined],
      ["refused", expect.stringMatching(/^tolerance must be number/), undefined],
      ["ok", undefined, 0.5],
    ]);
    expect(cellsOf(rows[0] as SweepRow)).not.toHaveProperty("passRate");
  });

  test("a fault of the program is no row", async () => {
    const using = tools();
    using.solve.mockImplementation(() => {
      throw new TypeError("a bug");
    });
    await expect(rowsOf({ vary: R }, using)).rejects.toThrow("a bug");
  });
});

describe("an interrupted sweep", () => {
  test("stops at the next point with the reason, and goes on where it was", async () => {
    const store = await temporaryStore();
    const controller = new AbortController();
    const first = { ...tools(), store, signal: controller.signal };
    const stopping = {
      ...first,
      onProgress: ({ done }: { done: number }) => done === 2 && controller.abort(new Error("stopped")),
    } as SweepTools;
    await expect(rowsOf({ vary: R, method: "both" }, stopping)).rejects.toThrow("stopped");
    expect(first.solve).toHaveBeenCalledTimes(2);

    const second = { ...tools(), store };
    const reused: boolean[] = [];
    const rows = await rowsOf({ vary: R, method: "both" }, { ...second, onProgress: (row) => reused.push(row.reused) });
    expect(reused).toEqual([true, true, false, false]);
    expect([second.solve.mock.calls.length, second.simulate.mock.calls.length]).toEqual([2, 2]);
    expect(rows).toEqual(await rowsOf({ vary: R, method: "both" }, tools()));
  });

  test("reuses a point under another sweep's name, but never another seed, number of runs or parameter", async () => {
    const store = await temporaryStore();
    const one = { vary: { retryBudget: [1] }, method: "simulate", runs: 50, seed: "s" };
    await rowsOf(one, { ...tools(), store });
    const asked = async (change: object) => {
      const using = { ...tools(), store };
      await rowsOf({ ...one, ...change }, using);
      return using.simulate.mock.calls.length;
    };
    expect(await asked({ name: "another" })).toBe(0);
    expect([await asked({ seed: "t" }), await asked({ runs: 51 }), await asked({ vary: { retryBudget: [2] } })]).toEqual([1, 1, 1]);
  });
});
