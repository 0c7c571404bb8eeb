import { beforeAll, describe, expect, test } from "vitest";
import { twoAssumptions } from "../../experiments/relatives.ts";
import { relativesCaption, relativesSpec } from "../../figures/relativesFigure.ts";
import { renderFigure } from "../../figures/render.ts";
import type { TwoAssumptions } from "../../model/relatives.ts";

let made: TwoAssumptions;
beforeAll(() => {
  made = twoAssumptions();
});
const curve = (which: number, name: RegExp) => made.calibrations[which].result.curves.find((one) => name.test(one.name));
const value = (which: number, name: RegExp, at: number, measure: "passRate" | "acceptRate" = "passRate") =>
  curve(which, name)?.points.find((point) => point.at === at)?.exact[measure]?.value ?? Number.NaN;

describe("the same task under two assumptions", () => {
  test("finest wins in one and loses in the other: every claim holds, at both calibrations", () => {
    const claims = made.calibrations.flatMap(({ result }) => result.claims);
    expect(claims.map(({ holds }) => holds)).toEqual([true, true, true, true, true, true]);
    for (const which of [0, 1]) {
      expect(value(which, /5 attempts/, 49)).toBeGreaterThan(0.99);
      expect(value(which, /cannot stop/, 49)).toBeLessThan(1e-80);
    }
  });

  test("the two are one task where they were made equal: accept rate, and pass rate under the same retries", () => {
    made.calibrations.forEach(({ equalAt, halfLife }, which) => {
      const accepted = value(which, /cannot stop/, equalAt, "acceptRate");
      expect(value(which, /1 attempt$/, equalAt, "acceptRate") / accepted).toBeCloseTo(1, 12);
      expect(value(which, /5 attempts/, equalAt) / value(which, /cannot stop/, equalAt)).toBeCloseTo(1, 11);
      expect(2 ** (-100 / equalAt / halfLife) / accepted).toBeCloseTo(1, 12);
    });
    expect(made.calibrations.map(({ equalAt }) => equalAt)).toEqual([1, 2]);
    expect(made.calibrations.map(({ halfLife }) => halfLife.toFixed(1))).toEqual(["8.8", "41.5"]); // as page and caption say
  });

  test("the comparison has teeth: they are not one task elsewhere", () => {
    expect(Math.abs(value(0, /1 attempt$/, 2, "acceptRate") - value(0, /cannot stop/, 2, "acceptRate"))).toBeGreaterThan(0.3);
  });

  test("without check or vote, cutting changes nothing", () => {
    for (const which of [0, 1]) expect(value(which, /1 attempt$/, 49) / value(which, /1 attempt$/, 1)).toBeCloseTo(1, 12);
  });

  test("holds no number that JSON cannot say", () => {
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });
});

test("the figure draws without a warning and its caption says how the two were made equal", async () => {
  const { svg } = await renderFigure(relativesSpec(made));
  for (const words of [
    "(a) equal at K = 1: half-life 8.8",
    "(d) one attempt at a stage",
    "number of stages K",
    "accept rate (one attempt)",
    "best K = 2",
  ])
    expect(svg).toContain(words);
  expect(relativesCaption(made)).toMatch(
    /accepted equally often under both at one K: 8\.8 units of work for K = 1, 41\.5 units of work for K = 2/,
  );
});
