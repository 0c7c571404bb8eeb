import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { CANONICAL, MODEL_1, MODEL_3 } from "../model/canonical.ts";
import { parsePoint } from "../model/validate.ts";
import { createSimulator } from "../sim/simulate.ts";
import { disagreements } from "./laws/agree.ts";
import { anyPoint } from "./laws/anyPoint.ts";
import { WRONG_PROGRAMS } from "./laws/wrongPrograms.ts";

/** Simulation and exact solution are two programs that share the definitions only; here they meet. */

const RUNS = 40_000;
const POINTS = 80;
// At most 64 comparisons a point (4 for each of 12 stages, 7 quantiles, 6 figures). Shared out, a correct program fails
// this file on fewer than one seed in 10⁹.
const FALSE_ALARM = 1e-9 / (64 * POINTS);
const SEED = 20261121;
const simulator = createSimulator();
afterAll(() => simulator.close());

test("the simulation agrees with the exact solution on searched points", () =>
  fc.assert(
    fc.asyncProperty(anyPoint, fc.nat(), async (input, seed) => {
      const point = parsePoint(input);
      const simulated = await simulator.simulate(point, { runs: RUNS, seed: `agreement-${seed}` });
      expect(disagreements(point, simulated, FALSE_ALARM)).toEqual([]);
    }),
    { numRuns: POINTS, seed: SEED, endOnFailure: true },
  ));

describe("the comparison has teeth", () => {
  // A point at which every field matters: guided, weighted, budgets that bind.
  const asked = parsePoint({
    ...CANONICAL,
    goal: 60,
    stages: { kind: "uniform", count: 4 },
    stepBudget: 3,
    retryBudget: 2,
    pool: [MODEL_3, MODEL_1],
    weights: [3, 1],
    guidance: { kind: "aligned", strength: 0.5 },
  });
  test("the right program passes", async () => {
    expect(disagreements(asked, await simulator.simulate(asked, { runs: RUNS, seed: "right" }), FALSE_ALARM)).toEqual([]);
  });
  for (const [name, wrong] of Object.entries(WRONG_PROGRAMS))
    test(`caught: ${name}`, async () => {
      const simulated = await simulator.simulate(wrong(asked), { runs: RUNS, seed: "wrong" });
      expect(disagreements(asked, simulated, FALSE_ALARM)).not.toEqual([]);
    });
});
