import { describe, expect, test } from "vitest";
import { recommendationFigure } from "../../figures/recommendation.ts";
import { renderFigure } from "../../figures/render.ts";
import type { RecommendationMarks } from "../../model/recommendation.ts";

const marks: RecommendationMarks = {
  goal: 30,
  tolerance: 2,
  steps: [4, 5, 5.5, 6, 6.5, 7, 8],
  density: [4, 5, 6, 7, 8].map((step) => ({ step, density: 0.25 })),
  uniform: [1, 2, 3, 4].map((stages) => ({ stages, passRate: stages / 5 })),
  chosen: { stages: 4, kind: "uniform", estimate: 0.8, low: 0.7, high: 0.85 },
};

describe("the figure of a recommendation", () => {
  test("shows the steps, the curve and the harness with its interval", async () => {
    const { svg } = await renderFigure(recommendationFigure(marks));
    for (const text of ["7 observed", "recommended: 4 equal stages", "pass rate 0.8", "pass rate 0.8 (95%: 0.7 to 0.85)", "stages K"])
      expect(svg).toContain(text);
  });
  test.each<[string, RecommendationMarks]>([
    ["a given pool", { ...marks, steps: undefined } as unknown as RecommendationMarks],
    ["nothing recommended", { ...marks, chosen: undefined } as unknown as RecommendationMarks],
    ["one stage that hardly passes", { ...marks, chosen: { stages: 1, kind: "explicit", estimate: 0.01, low: 0, high: 0.2 } }],
  ])("draws %s", async (_, given) => {
    const { svg } = await renderFigure(recommendationFigure(given));
    expect(svg).not.toMatch(/NaN|undefined/);
    expect(svg.includes("recommended:")).toBe(given.chosen !== undefined);
    expect(svg.includes("observed")).toBe(given.steps !== undefined);
  });
});
