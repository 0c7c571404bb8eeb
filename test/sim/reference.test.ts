import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Point, PointInput } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import type { Estimate } from "../../model/result.ts";
import { parsePoint } from "../../model/validate.ts";
import { Z_95 } from "../../numerics/intervals.ts";
import { simulate } from "../../sim/simulate.ts";
import { sampleTrajectories } from "../../sim/trajectories.ts";
import { bernstein, hoeffding } from "./bounds.ts";

interface Reference {
  readonly id: string;
  readonly point: PointInput;
  readonly expected: Readonly<Record<"passRate" | "finalBias" | "signedBias" | "finalBiasPassed", number>>;
}

/** Figures of an independent lattice solver; its errors are below 1e-5 and are neglected against the slacks here. */
const references: Reference[] = JSON.parse(readFileSync(new URL("../reference/stage-model.json", import.meta.url), "utf8"));
const RUNS = 200_000;
const CHECKS = 100;

/** The sample variance, from the half-width of the normal interval. */
const varianceOf = ({ mean, high, count }: Estimate) => ((high - mean) / Z_95) ** 2 * count;

/** Length of an interval that holds X: a stage ends below ℓ − ε plus the longest step, and no stage goes back. */
function rangeOf(point: Point): number {
  const longest = Math.max(...point.pool.map((action) => action.max));
  return requestsOf(point.stages, point.goal).reduce((sum, request) => sum + request - point.tolerance + longest, 0);
}

/** Throws where a simulation of the point is not one of the figures. */
async function agree(input: PointInput, { expected }: Reference): Promise<void> {
  const point = parsePoint(input);
  const result = await simulate(point, { runs: RUNS, seed: "reference" });
  if (Math.abs(result.passRate.mean - expected.passRate) > hoeffding(RUNS, CHECKS)) throw new Error("pass rate");
  for (const figure of ["finalBias", "signedBias", "finalBiasPassed"] as const) {
    const estimate = result[figure];
    if (!estimate) continue; // no run passed, which the pass rate above allows
    const slack = bernstein(varianceOf(estimate), rangeOf(point), estimate.count, CHECKS);
    if (Math.abs(estimate.mean - expected[figure]) > slack) throw new Error(figure);
  }
}

test.each(references)("$id: the simulation agrees with the lattice solver", async (reference) => agree(reference.point, reference));

const byId = (id: string) => references.find((reference) => reference.id === id) as (typeof references)[number];

test("the comparison has teeth: one retry too many is caught", async () => {
  const reference = byId("granularity-m3-k9");
  await expect(agree({ ...reference.point, retryBudget: 6 }, reference)).rejects.toThrow("pass rate");
});

test("the comparison has teeth: a bias is caught where the pass rate hardly moves", async () => {
  const reference = byId("granularity-m1-k16");
  await expect(agree({ ...reference.point, pool: [{ mu: 6.1, sigma: 2, min: 4, max: 8 }] }, reference)).rejects.toThrow("finalBias");
});

test.each(["granularity-m2-k12", "guidance-aligned-n4", "guidance-misaligned-n4", "guidance-none-n4"])(
  "%s: the trajectories, drawn one by one, pass as often",
  (id) => {
    const { runs } = sampleTrajectories(parsePoint(byId(id).point), { runs: 5_000, seed: "trajectories" });
    const passRate = runs.filter((run) => run.passed).length / runs.length;
    expect(Math.abs(passRate - byId(id).expected.passRate)).toBeLessThan(hoeffding(runs.length, CHECKS));
  },
);
