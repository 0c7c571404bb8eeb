import { describe, expect, test } from "vitest";
import { frontFigure } from "../../figures/front.ts";
import { renderFigure } from "../../figures/render.ts";
import type { HarnessMark } from "../../model/front.ts";

const mark = (passRate: number, finalBias: number, meanSteps: number, stages: number): HarnessMark => ({
  passRate,
  finalBias,
  meanSteps,
  stages,
});
const front = [mark(0.99, 3.6, 17, 17), mark(0.98, 2.9, 21, 10), mark(0.97, 1.6, 25, 3), mark(0.95, 1.5, 28, 1)];
const filled = (svg: string) => svg.match(/stroke="#1f1f1f" stroke-width="0\.7"/g)?.length ?? 0;

describe("the figure of a front", () => {
  test("shows every plan of the front, labels its ends, and says how many harnesses are left out", async () => {
    const { svg } = await renderFigure(
      frontFigure({ front, uniform: [mark(0.96, 2, 22, 5), mark(0.1, 90, 30, 40)], partial: [mark(0.95, 2.5, 22, 6)] }, "A title"),
    );
    expect(filled(svg)).toBe(front.length);
    for (const text of ["A title", "17 stages", "1 stage", "the nearest 2 of 3", "pass rate"]) expect(svg).toContain(text);
  });
  test.each([
    ["a single plan", [front[0]]],
    ["plans that differ in steps alone", [front[0], { ...front[0], meanSteps: 18 }]],
    ["a certain pass without bias", [mark(1, 0, 10, 1)]],
  ])("draws %s", async (_, plans) => {
    const { svg } = await renderFigure(frontFigure({ front: plans, uniform: [], partial: [] }, "A title"));
    expect(filled(svg)).toBe(plans.length);
    expect(svg).not.toMatch(/NaN|undefined/);
  });
  test("an empty front is refused", () =>
    expect(() => frontFigure({ front: [], uniform: [], partial: [] }, "A title")).toThrow(RangeError));
});
