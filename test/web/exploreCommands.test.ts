import { expect, test } from "vitest";
import { CANONICAL, guided, MODEL_2, MODEL_3 } from "../../model/canonical.ts";
import type { PointInput } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { solveCommand, sweepCommand } from "../../server/web/explore/commands.ts";
import { knobOf, withValue } from "../../server/web/explore/knobs.ts";
import { placesOf } from "../../server/web/explore/ranges.ts";
import { FIRST } from "../../server/web/explore/state.ts";
import { headlineSolver } from "../../theory/sharedAttempts.ts";
import { solve } from "../../theory/solve.ts";
import { pasted } from "./pasted.ts";

test("that of the curve makes its numbers", () => {
  const point: PointInput = {
    ...CANONICAL,
    stages: { kind: "uniform", count: 5 },
    pool: [MODEL_2, MODEL_3],
    guidance: guided("aligned"),
  };
  const places = placesOf(knobOf(point, "tolerance"), point).slice(2, 8);
  const [head, ...lines] = pasted(sweepCommand(point, "tolerance", places))
    .trim()
    .split("\n");
  const columns = (head as string).split(",");
  const cell = (line: string, column: string) => Number(line.split(",")[columns.indexOf(column)]);
  const solver = headlineSolver();
  expect(lines).toHaveLength(places.length);
  lines.forEach((line, i) => {
    const { passRate, finalBias } = solver(parsePoint(withValue(point, "tolerance", places[i] as number)));
    // The page's order is within 5e-8 and 1e-8 of the goal (theory/sharedAttempts.ts).
    expect(Math.abs(cell(line, "passRate") - passRate)).toBeLessThan(1e-6);
    expect(Math.abs(cell(line, "finalBias") - finalBias)).toBeLessThan(1e-6);
  });
  // Its neighbour in the sweep is another number: the comparison can fail.
  expect(Math.abs(cell(lines[0] as string, "passRate") - cell(lines[1] as string, "passRate"))).toBeGreaterThan(1e-6);
});

test("that of the point makes its figures, to the last digit", () => {
  expect(JSON.parse(pasted(solveCommand(FIRST.point))).passRate).toBe(solve(parsePoint(FIRST.point)).passRate);
});
