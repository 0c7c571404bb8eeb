import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { MODEL_1, MODEL_2 } from "../../model/canonical.ts";
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
  // From a second independent lattice solver, stable to 1e-9 under refinement: sharp guidance, whose switch is seen again a step later.
  test("misaligned guidance of strength 20", () => {
    const { finalBias, meanAttempts, meanSteps } = solve(
      parsePoint({
        goal: 11.36,
        stages: { kind: "uniform", count: 1 },
        tolerance: 2,
        stepBudget: 8,
        retryBudget: 5,
        pool: [MODEL_1, MODEL_2],
        guidance: { kind: "misaligned", strength: 20 },
      }),
    );
    expect(Math.abs(finalBias - 1.251178659)).toBeLessThan(2e-8);
    expect(Math.abs(meanAttempts - 2.370683713)).toBeLessThan(2e-8);
    expect(Math.abs(meanSteps - 4.78513333)).toBeLessThan(2e-8);
  });
  test("the comparison has teeth: half a percent more tolerance is caught", () => {
    const [first] = references;
    const point = parsePoint(first.point);
    const off = Math.abs(solve({ ...point, tolerance: point.tolerance * 1.005 }).finalBias - first.expected.finalBias);
    expect(off).toBeGreaterThan(allowed(first, "finalBias"));
  });
});
