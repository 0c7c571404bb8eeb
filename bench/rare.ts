/**
 * What rare events cost: `npx tsx bench/rare.ts`, or all of `npm run bench`. Work-normalised variance is squared relative error times seconds of
 * one processor: the seconds that a relative error of 1 takes. Plain simulation's is (1 − P)/P over its runs per second on the same point.
 */
import { CANONICAL, guided, MODEL_3 } from "../model/canonical.ts";
import type { PointInput } from "../model/point.ts";
import { parsePoint } from "../model/validate.ts";
import { estimateRare } from "../sim/rare/estimateRare.ts";
import { simulate } from "../sim/simulate.ts";
import { solve } from "../theory/solve.ts";

const EFFORT = 20_000;
const RUNS = 400_000;
const explicit = (...requests: number[]) => ({ kind: "explicit" as const, requests });
const uniform = (count: number) => ({ kind: "uniform" as const, count });
const PAIR = [
  { mu: 7, sigma: 0.5, min: 5, max: 9 },
  { mu: 5, sigma: 0.5, min: 4, max: 6 },
];
const POINTS: readonly [string, PointInput][] = [
  ["canonical, K = 10", { ...CANONICAL, stages: uniform(10), pool: [MODEL_3] }],
  ["guided pool", { ...CANONICAL, stages: explicit(8, 12), tolerance: 0.012, pool: PAIR, guidance: guided("aligned") }],
  ["overshoot", { ...CANONICAL, stages: explicit(10), tolerance: 0.35, pool: [{ mu: 7, sigma: 0.5, min: 4, max: 10 }] }],
  ["misguided pool", { ...CANONICAL, stages: explicit(8, 12), tolerance: 0.002, pool: PAIR, guidance: guided("misaligned") }],
  ["narrow window", { ...CANONICAL, stages: explicit(10), tolerance: 8e-10, pool: [MODEL_3] }],
  ["many stages", { ...CANONICAL, stages: uniform(12), tolerance: 0.45, retryBudget: 1, pool: [MODEL_3] }],
  ["too few steps", { ...CANONICAL, stages: explicit(39), tolerance: 1, stepBudget: 4, pool: [{ mu: 6, sigma: 1, min: 4, max: 10 }] }],
];

/** Seconds of processor that work took. */
async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

export async function benchRare(): Promise<void> {
  console.log("rare events".padEnd(20), "pass rate  relative error  seconds  seconds for 1%  plain simulation would take");
  for (const [name, input] of POINTS) {
    const point = parsePoint(input);
    const exact = solve(point).passRate;
    await estimateRare(point, { event: "pass", effort: 1_000, seed: "warm-up" });
    let error = Number.NaN;
    const spent = await seconds(async () => {
      error = (await estimateRare(point, { event: "pass", effort: EFFORT, seed: "bench" })).relativeError ?? Number.NaN;
    });
    const plain = await seconds(() => simulate(point, { runs: RUNS, seed: "bench" }));
    const [ours, theirs] = [error ** 2 * spent, (((1 - exact) / exact) * plain) / RUNS].map((work) => work / 1e-4);
    const cells = [exact.toExponential(1), error.toExponential(1), spent.toFixed(2), ours.toExponential(1), theirs.toExponential(1)];
    console.log(name.padEnd(20), cells.map((cell, i) => cell.padStart([9, 15, 8, 15, 28][i])).join(" "));
  }
}

if (process.argv[1] === import.meta.filename) await benchRare();
