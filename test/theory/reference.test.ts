import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FIGURES, type FigureName } from "../../model/result.ts";
import { parsePoint } from "../../model/validate.ts";
import { solve } from "../../theory/solve.ts";

interface Reference {
  readonly id: string;
  readonly point: unknown;
  readonly expected: Record<FigureName, number>;
  readonly error: Record<FigureName, number>;
}
const references = JSON.parse(readFileSync(new URL("../reference/stage-model.json", import.meta.url), "utf8")) as Reference[];
/** What an independent lattice solver is owed: its own error five times over, and no less than a millionth. */
const allowed = (reference: Reference, figure: FigureName) => Math.max(1e-6, 5 * reference.error[figure]);

describe("figures of an independent solver", () => {
  test("there are some", () => expect(references.length).toBeGreaterThanOrEqual(12));
  for (const reference of references)
    test(reference.id, () => {
      const solution = solve(parsePoint(reference.point));
      for (const figure of FIGURES) {
        expect(Math.abs((solution[figure] as number) - reference.expected[figure]), figure).toBeLessThanOrEqual(allowed(reference, figure));
        expect(solution.error[figure], `error of ${figure}`).toBeLessThan(1e-7);
      }
    });
  test("the comparison has teeth: half a percent more tolerance is caught", () => {
    const [first] = references;
    const point = parsePoint(first.point);
    const off = Math.abs(solve({ ...point, tolerance: point.tolerance * 1.005 }).finalBias - first.expected.finalBias);
    expect(off).toBeGreaterThan(allowed(first, "finalBias"));
  });
});
