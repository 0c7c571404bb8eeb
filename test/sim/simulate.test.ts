import { readdirSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { CANONICAL, MODEL_1, MODEL_2, MODEL_3 } from "../../model/canonical.ts";
import type { Point } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { BLOCK_RUNS } from "../../sim/block.ts";
import { createSimulator, type Simulator, simulate } from "../../sim/simulate.ts";

const uniform = (count: number) => ({ kind: "uniform" as const, count });
const POINT = parsePoint({ ...CANONICAL, stages: uniform(10), pool: [MODEL_3] });
/** Guided, pruned and stopping early: every path of a block. */
const BRANCHING = parsePoint({
  ...CANONICAL,
  stages: uniform(8),
  pool: [MODEL_1, MODEL_2, MODEL_3],
  prune: 1,
  onUnrecovered: "abort",
  guidance: { kind: "aligned", strength: 1 },
});
/** Six blocks, the last not full. */
const RUNS = 5 * BLOCK_RUNS + 1234;

const simulators: Simulator[] = [1, 2, 3].map((workers) => createSimulator({ workers }));
afterAll(async () => {
  for (const simulator of simulators) await simulator.close();
});

describe("reproducibility", () => {
  test.each([
    ["plain", POINT],
    ["branching", BRANCHING],
  ])("%s: the same bytes from 1, 2 and 3 workers", async (_, point) => {
    const records = await Promise.all(simulators.map((simulator) => simulator.simulate(point, { runs: RUNS, seed: "same" })));
    const [one, two, three] = records.map((record) => JSON.stringify(record));
    expect(two).toBe(one);
    expect(three).toBe(one);
    expect(records[0].runs).toBe(RUNS);
  });

  test("points under way together do not disturb each other", async () => {
    const alone = JSON.stringify(await simulate(POINT, { runs: RUNS, seed: "same" }));
    for (const simulator of simulators) {
      const both = await Promise.all([POINT, BRANCHING, POINT].map((point) => simulator.simulate(point, { runs: RUNS, seed: "same" })));
      expect(JSON.stringify(both[0])).toBe(alone);
      expect(JSON.stringify(both[2])).toBe(alone);
    }
  });

  test("another seed gives other numbers", async () => {
    const means = await Promise.all(["a", "b"].map(async (seed) => (await simulate(POINT, { runs: 5000, seed })).finalBias.mean));
    expect(means[0]).not.toBe(means[1]);
  });

  test("more runs begin with the same runs: a figure of whole blocks is refined, not redrawn", async () => {
    const few = await simulate(POINT, { runs: BLOCK_RUNS, seed: "a" });
    const more = await simulate(POINT, { runs: 2 * BLOCK_RUNS, seed: "a" });
    const second = 2 * more.passRate.mean - few.passRate.mean;
    expect(second * BLOCK_RUNS).toBeCloseTo(Math.round(second * BLOCK_RUNS), 6);
    expect(second).not.toBe(few.passRate.mean);
  });
});

describe("progress and abort", () => {
  test.each([0, 1])("progress rises to the runs (simulator %i)", async (which) => {
    const seen: number[] = [];
    await simulators[which].simulate(POINT, { runs: RUNS, seed: "a", onProgress: (done) => seen.push(done) });
    expect(seen.at(-1)).toBe(RUNS);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test.each([0, 1])("an abort stops at once, and the simulator goes on to serve (simulator %i)", async (which) => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("enough")), 200);
    const begun = performance.now();
    await expect(simulators[which].simulate(POINT, { runs: 1e9, seed: "a", signal: stop.signal })).rejects.toThrow("enough");
    // 1e9 runs take minutes; what is left here is a turn of the loop, or the end of a thread, on a busy machine.
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect((await simulators[which].simulate(POINT, { runs: 1000, seed: "a" })).runs).toBe(1000);
  });

  test("a signal aborted beforehand starts nothing", async () => {
    const signal = AbortSignal.abort(new Error("never"));
    await expect(simulate(POINT, { runs: 1000, seed: "a", signal })).rejects.toThrow("never");
  });

  test.skipIf(process.platform !== "linux")("no thread outlives an aborted simulation", async () => {
    const threads = () => readdirSync("/proc/self/task").length;
    await simulate(POINT, { runs: 1000, seed: "a", workers: 2 }); // what Node starts once and keeps is now started
    const before = threads();
    const stop = new AbortController();
    const aborted = simulate(POINT, { runs: 1e9, seed: "a", workers: 2, signal: stop.signal }).catch((error: Error) => error.name);
    await expect.poll(threads, { timeout: 20_000 }).toBeGreaterThanOrEqual(before + 2); // the count does see threads
    stop.abort();
    expect(await aborted).toBe("AbortError");
    await expect.poll(threads, { timeout: 5_000 }).toBe(before);
  });
});

describe("what the record says", () => {
  test.each([1, 0, 2.5, 1e12 + 1, Number.NaN])("runs %d is refused, with the limit", (runs) =>
    expect(simulate(POINT, { runs, seed: "a" })).rejects.toThrow("runs must be an integer in [2, 1000000000000]"),
  );

  test("a pool of no or too many workers is refused", () => expect(() => createSimulator({ workers: 0 })).toThrow(/workers/));

  test("quantiles too far out for the sample are absent, and the others have intervals around them", async () => {
    const { quantiles, absent } = await simulate(POINT, { runs: 200, seed: "a" });
    expect(absent).toMatchObject({ "quantiles.0.01": expect.stringContaining("200 runs"), "quantiles.0.99": expect.any(String) });
    expect(Object.keys(quantiles).toSorted()).toEqual(["0.05", "0.25", "0.5", "0.75", "0.95"]);
    for (const { low, mean, high } of Object.values(quantiles)) expect(low <= mean && mean <= high).toBe(true);
  });

  test("a law beyond double precision is refused by every kind of simulator", async () => {
    const point: Point = { ...POINT, pool: [{ mu: -1e9, sigma: 1e-3, min: 1e8, max: 2e8 }] };
    for (const simulator of simulators)
      await expect(simulator.simulate(point, { runs: 100, seed: "a" })).rejects.toThrow(/double precision/);
  });
});
