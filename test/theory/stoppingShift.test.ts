import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CANONICAL, MODEL_3 } from "../../model/canonical.ts";
import { parsePoint } from "../../model/validate.ts";
import { stoppingRule } from "../../theory/marginalStopping.ts";
import { convexTails, finerIsNoDearer, payingChunks } from "../../theory/stoppingShift.ts";
import { formula } from "./formula.ts";

describe("tail risk along a lattice", () => {
  test("convex as long as drops do not grow, longest tail first", () => {
    expect(convexTails([10, 6, 3, 1, 0])).toBe(5);
    expect(convexTails([10, 6, 3, 2, 0])).toBe(4);
    expect(convexTails([Number.POSITIVE_INFINITY, 6, 3])).toBe(0);
    expect(convexTails([3])).toBe(0);
  });
  test("chunks that pay one after another are as many as the place t_c says (T3.8)", () => {
    const risks = Array.from({ length: 41 }, (_, i) => ((40 - i) / 4) ** 2 / 10); // R(x) = x²/10 at G = 10, mesh 1/4
    // A chunk of 1 pays at x iff (2x − 1)/10 > 0.5, so at x > 3.
    expect(payingChunks(risks, 4, 0.5)).toBe(formula("T3.8", { G: 10, t: 3, c: 1 }));
  });
  test("under convexity a finer chunk that is no dearer reaches as far, up to one coarse chunk (T3.9), on searched risks", () => {
    let told = 0;
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 24, maxLength: 60 }),
        fc.double({ min: 0.01, max: 2, noNaN: true }),
        fc.double({ min: 1, max: 3, noNaN: true }),
        (bends, cost, dearer) => {
          // Increments that grow with the tail: sums of the bends.
          let [increment, risk] = [0, 0];
          const risks = [0, ...bends.map((bend) => (risk += increment += bend / 20))].reverse();
          const [fine, coarse] = [
            { chunk: 3, cost },
            { chunk: 6, cost: 2 * cost * dearer },
          ];
          expect(finerIsNoDearer(fine, coarse)).toBe(true);
          const reach = (stride: number, of: number) => payingChunks(risks, stride, of) * stride;
          if (reach(6, coarse.cost) > 0) told++;
          expect(reach(3, fine.cost)).toBeGreaterThan(reach(6, coarse.cost) - 6);
        },
      ),
      { seed: 6, numRuns: 300 },
    );
    expect(told).toBeGreaterThan(50);
  });
  test("it has teeth: a finer chunk that is dearer may stop far earlier", () => {
    const risks = Array.from({ length: 41 }, (_, i) => ((40 - i) / 4) ** 2 / 10);
    expect(finerIsNoDearer({ chunk: 3, cost: 2 }, { chunk: 6, cost: 1 })).toBe(false);
    expect(payingChunks(risks, 3, 5) * 3).toBeLessThan(payingChunks(risks, 6, 1) * 6 - 6);
  });
});

describe("the marginal rule's shape", () => {
  const point = (change = {}) => parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 1 }, pool: [MODEL_3], ...change });
  test("log pass(r), drops and rule agree, and with the page's formulas", () => {
    const { chunkCost, extents, unimodal, stop } = stoppingRule(point(), 10);
    expect(unimodal).toBe(true);
    for (const [r, { logPassRate, tailRisk, marginalDrop, pays }] of extents.entries()) {
      expect(Math.exp(logPassRate)).toBeCloseTo(formula("T3.1", { P: Math.exp(-chunkCost), Q: Math.exp(-tailRisk), r }), 12);
      if (marginalDrop === undefined) continue;
      const next = extents[r + 1];
      expect(marginalDrop).toBeCloseTo(formula("T3.2", { risk_here: tailRisk, risk_next: next.tailRisk }), 12);
      expect(pays).toBe(next.logPassRate > logPassRate + 1e-12);
      if (r >= stop) expect(pays).toBe(false);
    }
  });
  test("a chunk within the tolerance is refused", () =>
    expect(() => stoppingRule(point(), 2)).toThrow(/chunk must be above the tolerance/));
});
