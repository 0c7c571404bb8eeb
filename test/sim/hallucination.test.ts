import { expect, test } from "vitest";
import { InvalidInput } from "../../model/invalid.ts";
import { simulateFalseClaims } from "../../sim/hallucination.ts";
import { hoeffding } from "./bounds.ts";

const RUNS = 200_000;
const CHECKS = 10;
const simulated = (taskRate: number, stageRate: number, stages: number) =>
  simulateFalseClaims({ taskRate, stageRate, stages, runs: RUNS, seed: "claims" });
const chance = (b: number, h: number, k: number) => 1 - (1 - b) * (1 - h) ** k;

test.each([
  [0.35, 0, 7],
  [0, 0.2, 1],
  [0, 0.2, 10],
  [0.1, 0.05, 4],
])("task rate %d, stage rate %d, %i stages", (b, h, k) => {
  const { mean, low, high, count } = simulated(b, h, k);
  expect(Math.abs(mean - chance(b, h, k))).toBeLessThan(hoeffding(RUNS, CHECKS));
  expect(low < mean && mean < high).toBe(true);
  expect(count).toBe(RUNS);
});

test("the comparison has teeth: one stage more is caught", () =>
  expect(Math.abs(simulated(0, 0.2, 10).mean - chance(0, 0.2, 11))).toBeGreaterThan(hoeffding(RUNS, CHECKS)));

test("certain and impossible claims", () => {
  expect(simulated(0, 0, 10).mean).toBe(0);
  expect(simulated(0, 1, 1).mean).toBe(1);
  expect(simulated(1, 0, 1).mean).toBe(1);
});

test("a seed fixes the result", () => {
  expect(simulated(0.1, 0.1, 3)).toEqual(simulated(0.1, 0.1, 3));
});

test("rates and counts out of range are refused by name", () => {
  const fine = { taskRate: 0, stageRate: 0, stages: 1, runs: 10, seed: "a" };
  for (const wrong of [{ taskRate: 1.1 }, { stageRate: Number.NaN }, { stages: 0 }, { runs: 0.5 }]) {
    const [field] = Object.keys(wrong);
    expect(() => simulateFalseClaims({ ...fine, ...wrong })).toThrow(InvalidInput);
    expect(() => simulateFalseClaims({ ...fine, ...wrong })).toThrow(field);
  }
});
