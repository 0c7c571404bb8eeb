import { describe, expect, test } from "vitest";
import { CANONICAL, MODEL_1, MODEL_3 } from "../../../model/canonical.ts";
import type { Point } from "../../../model/point.ts";
import type { RareEvent } from "../../../model/rare.ts";
import { parsePoint } from "../../../model/validate.ts";
import { estimateRare } from "../../../sim/rare/estimateRare.ts";
import { simulate } from "../../../sim/simulate.ts";
import { solve } from "../../../theory/solve.ts";
import { RARE_POINTS } from "./points.ts";

/** Simulation of rare events held against the exact solution, which shares the definitions only. */

const REPEATS = 100;
const EFFORT = 1_000;
// The mean of 100 independent estimates is all but normal: 5 standard errors are passed by chance once in 1.7 million comparisons.
const SLACK = 5;

const exactRate = (point: Point, event: RareEvent) => (event === "pass" ? solve(point).passRate : solve(point).failRate);

/** Independent estimates: how far their mean lies from the exact rate, in its own standard errors, and how many intervals hold the rate. */
async function repeated(point: Point, exact: number, event: RareEvent = "pass", repeats = REPEATS) {
  const means: number[] = [];
  let covered = 0;
  for (let i = 0; i < repeats; i++) {
    const { rate } = await estimateRare(point, { event, effort: EFFORT, seed: `repeat ${i}` });
    means.push(rate?.mean ?? 0);
    covered += Number(rate !== undefined && rate.low <= exact && exact <= rate.high);
  }
  const mean = means.reduce((sum, each) => sum + each, 0) / repeats;
  const deviation = Math.sqrt(means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (repeats - 1));
  return { off: (mean - exact) / (deviation / Math.sqrt(repeats)), spread: deviation / exact, covered: covered / repeats };
}

describe("estimates of small pass rates", () => {
  const shares: number[] = [];
  test.each(RARE_POINTS)("$kind: unbiased at 1e$power", async ({ point, power }) => {
    const exact = exactRate(point, "pass");
    expect(Math.round(Math.log10(exact))).toBe(power);
    const { off, spread, covered } = await repeated(point, exact);
    expect(Math.abs(off)).toBeLessThan(SLACK);
    expect(spread).toBeLessThan(0.1);
    shares.push(covered);
  });

  // Binomial(600, 0.95) is at 91% or below once in 100,000. There is no bound above: where the guess is nearly exact the interval is wider
  // than 95% asks for, on purpose (sim/rare/report.ts).
  test("the 95% intervals of all of them together cover in more than 91% of repeats", () => {
    expect(shares).toHaveLength(RARE_POINTS.length);
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.91);
  });
});

describe("the comparison has teeth", () => {
  const [many, , , , misguided] = RARE_POINTS.map(({ point }) => point);
  const twelve = { ...many, stages: { kind: "explicit" as const, requests: new Array(12).fill(100 / 12) } };
  test.each<[string, Point, Point]>([
    ["a level dropped", twelve, { ...twelve, stages: { kind: "explicit", requests: new Array(11).fill(100 / 12) } }],
    ["a window 2% too wide", misguided, { ...misguided, tolerance: misguided.tolerance * 1.02 }],
    ["one retry too few", misguided, { ...misguided, retryBudget: misguided.retryBudget - 1 }],
    ["guidance a hundredth too strong", misguided, { ...misguided, guidance: { ...misguided.guidance, strength: 3.03 } }],
  ])("caught: %s", async (_, asked, wrong) => {
    const { off } = await repeated(wrong, exactRate(asked, "pass"), "pass", 30);
    expect(Math.abs(off)).toBeGreaterThan(SLACK);
  });
});

test("small fail rates keep their digits", async () => {
  const point = parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 4 }, tolerance: 6, pool: [MODEL_3] });
  const exact = exactRate(point, "fail");
  expect(exact).toBeLessThan(1e-6);
  const { off, spread } = await repeated(point, exact, "fail", 50);
  expect(Math.abs(off)).toBeLessThan(SLACK);
  expect(spread).toBeLessThan(0.1);
});

// Plain simulation uses nothing but the definitions: that stages are independent is a theorem to it.
test.each<[string, Partial<Point>]>([
  ["carrying on", {}],
  ["aborting", { onUnrecovered: "abort" }],
  ["checked at the end", { verification: "stage-end" }],
  ["a hundred retries", { retryBudget: 100, tolerance: 0.05 }],
])("agrees with plain simulation: %s", async (_, changes) => {
  const input = { ...CANONICAL, stages: { kind: "uniform" as const, count: 5 }, tolerance: 1, prune: 1, pool: [MODEL_1, MODEL_3] };
  const point = { ...parsePoint({ ...input, guidance: { kind: "aligned", strength: 0.3 } }), ...changes };
  const runs = 100_000;
  const [plain, rare] = await Promise.all([
    simulate(point, { runs, seed: "plain" }),
    estimateRare(point, { event: "pass", effort: 5_000, seed: "rare" }),
  ]);
  const rate = rare.rate?.mean ?? Number.NaN;
  const error = Math.hypot(Math.sqrt((rate * (1 - rate)) / runs), rate * (rare.relativeError ?? Number.NaN));
  expect(Math.abs(plain.passRate.mean - rate)).toBeLessThan(SLACK * error);
});

describe("what the record says", () => {
  const { point } = RARE_POINTS[5];
  const ask = (changes: object = {}) => estimateRare(point, { event: "pass", effort: EFFORT, seed: "a", ...changes });

  test("the same bytes for the same seed, other numbers for another", async () => {
    expect(JSON.stringify(await ask())).toBe(JSON.stringify(await ask()));
    expect((await ask()).rate).not.toEqual((await ask({ seed: "b" })).rate);
  });

  test("levels by request; draws and subsets are counted", async () => {
    const { levels, subsets, attempts, rate } = await ask();
    expect([levels.map((level) => [level.request, level.stages]), subsets]).toEqual([[[8, 1], [12, 1]], 3]); // biome-ignore format: one line
    expect(rate?.count).toBeGreaterThanOrEqual(EFFORT);
    expect(attempts).toBeGreaterThan(rate?.count ?? Number.NaN);
  });

  test.each([
    ["a window of no width", { tolerance: 0 }],
    ["a request out of reach", { stages: { kind: "explicit" as const, requests: [8, 500] } }],
  ])("%s: no rate, and the reason", async (_, changes) => {
    const { rate, relativeError, absent } = await estimateRare({ ...point, ...changes }, { event: "pass", effort: EFFORT, seed: "a" });
    expect([rate, relativeError]).toEqual([undefined, undefined]);
    expect(absent?.rate).toMatch(/no attempt drawn at request (8|500) was accepted/);
  });

  test("progress rises to the effort; an abort stops it", async () => {
    const seen: number[] = [];
    await ask({ onProgress: (done: number) => seen.push(done) });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBeGreaterThan(EFFORT / 2);
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("enough")), 100);
    await expect(ask({ effort: 1e8, signal: stop.signal })).rejects.toThrow("enough");
  });

  test.each([
    [{ effort: 999 }, "effort must be an integer in [1000, 100000000], got 999"],
    [{ event: "both" }, 'event must be pass or fail, got "both"'],
    [{ seed: 1 }, "seed must be a string, got 1"],
  ])("%j is refused", async (changes, message) => expect(ask(changes)).rejects.toThrow(message));
});
