import { expect, test } from "vitest";
import { renderFigure } from "../../figures/render.ts";
import { robustnessCaption, robustnessSpec } from "../../figures/robustnessFigure.ts";
import type { ClaimRobustness, RobustnessResult } from "../../model/robustness.ts";

const counts = { points: 10, notApplicable: 1, cannotTell: 1, refused: 0, unresolved: 0 };
const parameters = ["goal", "tolerance"].map((name, i) => ({ name, symbol: "Gε"[i], range: "", reason: "", canonical: 1 }));
const decided: ClaimRobustness = {
  ...counts,
  id: "decided",
  figure: "5",
  statement: "",
  held: 5,
  failed: 3,
  share: { value: 0.625, low: 0.3, high: 0.86 },
  sensitivity: { indices: { goal: 0.31, tolerance: 0.01 }, noise: 0.05, deciding: ["goal"] },
};
const everywhere: ClaimRobustness = {
  ...counts,
  id: "everywhere",
  figure: "5",
  statement: "",
  held: 8,
  failed: 0,
  share: { value: 1, low: 0.7, high: 1 },
};
const nowhere: ClaimRobustness = {
  ...counts,
  id: "nowhere",
  figure: "5",
  statement: "",
  held: 0,
  failed: 0,
  absent: { share: "it applies nowhere" },
};
const result: RobustnessResult = { points: 10, seed: "a", parameters, claims: [decided, everywhere, nowhere] };

test("a claim has its name, its share if it has one, and the indices above the noise alone", async () => {
  const { svg } = await renderFigure(robustnessSpec(result));
  for (const text of ["decided", "everywhere", "nowhere", ">.31<", ">8<", ">0<"]) expect(svg).toContain(text);
  expect(svg).not.toContain(">.01<"); // within the noise
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  expect(robustnessCaption(result)).toContain("at 10 places");
});

test("the same result gives the same bytes", async () => {
  expect((await renderFigure(robustnessSpec(result))).png).toEqual((await renderFigure(robustnessSpec(result))).png);
});
