import { expect, test } from "vitest";
import { parsePoint } from "../../model/validate.ts";
import { compareCommand } from "../../server/web/sweeps/comparing.ts";
import { tableOf } from "../../server/web/sweeps/fieldContent.ts";
import { planOf, sweepCommand } from "../../server/web/sweeps/plan.ts";
import { FIRST, type SweepState } from "../../server/web/sweeps/state.ts";
import { headlineSolver } from "../../theory/sharedAttempts.ts";
import { pasted } from "./pasted.ts";

const VARY: SweepState["vary"] = {
  K: { field: "stages.count", range: { from: 4, to: 6, step: 1 } },
  tolerance: { range: { from: 1, to: 4, count: 3, scale: "log" } },
};

test("that of a sweep makes its numbers, in its columns and its order", () => {
  const plan = planOf({ ...FIRST, vary: VARY });
  const [head, ...lines] = pasted(sweepCommand(plan)).trim().split("\n");
  const columns = (head as string).split(",");
  expect(columns).toEqual(tableOf(plan, [], "server").columns);
  expect(tableOf(plan, [], "browser").columns.filter((column) => !columns.includes(column))).toEqual([]);
  expect(lines).toHaveLength(9);
  const solver = headlineSolver();
  lines.forEach((line, index) => {
    const cell = (column: string) => Number(line.split(",")[columns.indexOf(column)]);
    const { passRate, finalBias } = solver(parsePoint(plan.pointAt(index)));
    // The page's order is within 5e-8 and 1e-8 of the goal (theory/sharedAttempts.ts).
    expect(Math.abs(cell("passRate") - passRate)).toBeLessThan(1e-6);
    expect(Math.abs(cell("finalBias") - finalBias)).toBeLessThan(1e-5);
    // Its neighbour is another number: the comparison can fail.
    const other = solver(parsePoint(plan.pointAt((index + 1) % 9)));
    expect(Math.abs(cell("finalBias") - other.finalBias)).toBeGreaterThan(1e-4);
  });
});

test("that of a simulated sweep names method, runs and seed", () => {
  const plan = planOf({ ...FIRST, vary: { retryBudget: { values: [1, 2] } }, method: "simulate", runs: 200, seed: "it's" });
  const [head, line] = pasted(sweepCommand(plan)).trim().split("\n") as [string, string];
  expect(head.split(",")).toEqual(tableOf(plan, [], "simulate").columns);
  expect(line.split(",")[head.split(",").indexOf("passRateCount")]).toBe("200");
});

test("that of a comparison is pasted as it stands, whatever the seed holds", () => {
  const said = pasted(compareCommand({ ...FIRST.point, retryBudget: 1 }, FIRST.point, 500, "it's $HOME"));
  expect(said).toMatch(/500 runs of each, seed "it's \$HOME"; differences are second minus first/);
  expect(said).toMatch(/^pass rate +0\.\d+ +0\.\d+ +0\.\d+/m);
});
