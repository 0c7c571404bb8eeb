import { expect, test } from "vitest";
import { guided, MODEL_2, MODEL_3 } from "../../model/canonical.ts";
import type { PointInput } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { granularityPicture, guidancePicture, stoppingPicture } from "../../server/web/explore/cards/theoremPictures.ts";
import { lawCommand, recommendCommand, runsCommand, stagesCommand } from "../../server/web/explore/commands.ts";
import { TASKS } from "../../server/web/solver/tasks.ts";
import type { TheoremsShown } from "../../server/web/solver/theorems.ts";
import { stageShares } from "../../theory/stageShares.ts";
import { examplePoint } from "../examplePoint.ts";
import { pasted } from "./pasted.ts";

const point = { ...examplePoint, pool: [MODEL_2, MODEL_3], guidance: guided("aligned") } as PointInput;

function ended<R>(work: Generator<unknown, R>): R {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
  }
}

/** Rows of a sweep by column; numbers as such. */
function rowsOf(csv: string): Record<string, number>[] {
  const [head = "", ...lines] = csv.trim().split("\n");
  const columns = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [columns[i] as string, Number(cell)])));
}

test("those of the law, the stages, the runs and the recommendation run as they are pasted", () => {
  expect(pasted(lawCommand(point))).toMatch(/P\(at most\)/);
  const { stages } = JSON.parse(pasted(stagesCommand(point))) as { stages: { passRate: number }[] };
  expect(stages.map(({ passRate }) => passRate)).toEqual(stageShares(parsePoint(point)).map(({ passRate }) => passRate));
  expect(pasted(runsCommand(point, 3, "it's"))).toBe("");
  expect(pasted(recommendCommand(point))).toMatch(/^(Recommended|Best found) for a goal of 100/);
});

test("those of the theorems' pictures make their numbers", () => {
  const shown: TheoremsShown = ended(TASKS.theorems({ point }));
  if (!shown.granularity || !shown.guidance || !shown.theorems.stopping) throw new Error("each theorem speaks here");
  // Forward and backward solutions agree to 1e-6.
  const near = (a: number | undefined, b: number | undefined) => expect(Math.abs((a ?? 0) - (b ?? 1))).toBeLessThan(1e-6);
  // Few of the even places are as even, and quicker.
  const few = <T>(places: readonly T[]) => places.filter((_, i) => i % 40 === 9);
  const bounded = few(shown.granularity);
  const stages = rowsOf(pasted(granularityPicture(point, bounded)(500).command));
  expect(stages).toHaveLength(bounded.length);
  bounded.forEach(({ passRate }, i) => {
    near(stages[i]?.passRate, passRate);
  });
  const steered = few(shown.guidance);
  const attempts = rowsOf(pasted(guidancePicture(point, steered)(500).command));
  steered.forEach(({ unguided, guided }, i) => {
    near(attempts[i]?.passRate, unguided);
    near(attempts[steered.length + i]?.passRate, guided);
    // They differ, so that a swap would be seen.
    expect(Math.abs(guided - unguided)).toBeGreaterThan(1e-5);
  });
  const { extents } = shown.theorems.stopping;
  const plans = rowsOf(pasted(stoppingPicture(point, shown.theorems.stopping)(500).command));
  extents.forEach(({ passRate }, i) => {
    near(plans[i]?.passRate, passRate);
  });
});
