import { describe, expect, test } from "vitest";
import { CANONICAL, MODEL_1, MODEL_2, MODEL_3 } from "../../model/canonical.ts";
import { parsePoint } from "../../model/validate.ts";
import { hallucinationRate } from "../../theory/hallucination.ts";
import { stoppingRule } from "../../theory/marginalStopping.ts";
import { solve } from "../../theory/solve.ts";
import { keptSubsets } from "../../theory/subsets.ts";

describe("hallucinated execution", () => {
  test("the figures of the paper's Fig. 3b", () => {
    expect(hallucinationRate(0.35, 0, 10)).toBeCloseTo(0.35, 14);
    expect(hallucinationRate(0, 0.2, 1)).toBeCloseTo(0.2, 14);
    expect(hallucinationRate(0, 0.2, 10)).toBeCloseTo(1 - 0.8 ** 10, 14);
  });
  test("tiny rates keep their digits", () => expect(hallucinationRate(0, 1e-18, 3)).toBeCloseTo(3e-18, 30));
  test("certain claims are certain", () => expect(hallucinationRate(1, 0, 1)).toBe(1));
  test.each([
    [-0.1, 0, 1, /taskRate/],
    [0, 1.1, 1, /stageRate/],
    [0, 0, 0, /stages/],
    [Number.NaN, 0, 1, /taskRate/],
  ])("refused by name: %d, %d, %d", (b, h, K, rule) => expect(() => hallucinationRate(b, h, K)).toThrow(rule));
});

describe("T3, marginal stopping", () => {
  const point = (agent: typeof MODEL_1, chunk: number, chunks: number) =>
    parsePoint({ ...CANONICAL, stages: { kind: "partial", chunk, chunks }, pool: [agent] });
  // The rule looks at stages; the argmax at whole runs. Where pass(r) is unimodal they must name the same extent.
  test.each([
    [MODEL_3, 10],
    [MODEL_3, 25],
    [MODEL_2, 20],
    [MODEL_1, 25],
  ] as const)("the marginal rule names the best extent: %o, c = %d", (agent, chunk) => {
    const extents = Array.from({ length: CANONICAL.goal / chunk + 1 }, (_, r) => r);
    const rates = extents.map((chunks) => solve(point(agent, chunk, chunks)).passRate);
    const best = rates.indexOf(Math.max(...rates));
    expect(stoppingRule(point(agent, chunk, 0), chunk).stop).toBe(best);
  });
  test("its risks are those of the runs: pass(r) = P(c)^r·Q(G − rc)", () => {
    const { chunkCost, extents } = stoppingRule(point(MODEL_3, 10, 0), 10);
    for (const { chunks, tailRisk } of extents)
      expect(-chunks * chunkCost - tailRisk).toBeCloseTo(Math.log(solve(point(MODEL_3, 10, chunks)).passRate), 10);
  });
});

describe("pool subsets", () => {
  test("all of them, each once", () =>
    expect(keptSubsets(4, 2)).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ]));
  test("nothing removed", () => expect(keptSubsets(3, 0)).toEqual([[0, 1, 2]]));
});
