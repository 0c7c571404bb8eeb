import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSweep } from "../../experiments/sweep/sweep.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { PointInput } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { knobsOf } from "../../server/web/explore/knobs.ts";
import { PRESETS } from "../../server/web/explore/presets.ts";
import { axisOver, spaced, spacingOf, swapped, withField, without, withSecond } from "../../server/web/sweeps/axes.ts";
import type { Cell } from "../../server/web/sweeps/cell.ts";
import { coarseToFineField } from "../../server/web/sweeps/order.ts";
import { planOf } from "../../server/web/sweeps/plan.ts";
import { FIRST, firstAxes, linkToSweeps, type SweepState, soundAxes, stateFrom } from "../../server/web/sweeps/state.ts";

const SEARCH = { seed: 20261125, numRuns: 200 };
const queryOf = (link: string) => link.slice(link.indexOf("?"));
const _exact = (passRate: number, finalBias: number): Cell => ({ passRate: { value: passRate }, finalBias: { value: finalBias } });
const TWO: SweepState["vary"] = {
  K: { field: "stages.count", range: { from: 1, to: 4, step: 1 } },
  tolerance: { range: { from: 0.5, to: 4, count: 3, scale: "log" } },
};

describe("the order of a field", () => {
  test("holds each place once, and any beginning is spread over the whole", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 70 }),
        fc.constantFrom(0 as const, 1 as const),
        (across, up, inner) => {
          const order = coarseToFineField([across, up], inner);
          expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: across * up }, (_, i) => i));
          // Of 70 places the first mesh has steps of 16 at most and so 10 a side: with it done, no place is farther than 8 from a solved one.
          const first = new Set(order.slice(0, 10 * 10));
          const isNear = (place: number) => {
            const [x, y] = [Math.floor(place / up), place % up];
            for (let dx = -8; dx <= 8; dx++)
              for (let dy = -8; dy <= 8; dy++)
                if (x + dx >= 0 && x + dx < across && y + dy >= 0 && y + dy < up && first.has((x + dx) * up + y + dy)) return true;
            return false;
          };
          expect(order.every(isNear)).toBe(true);
        },
      ),
      { ...SEARCH, numRuns: 60 },
    ));

  test("row by row would not be spread: the test can fail", () => {
    const rows = Array.from({ length: 3600 }, (_, i) => i).slice(0, 100);
    expect(Math.max(...rows)).toBeLessThan(2 * 60);
    expect(Math.max(...coarseToFineField([60, 60]).slice(0, 100))).toBe(3599);
  });

  test("neighbours that share work follow each other within a mesh", () => {
    const order = coarseToFineField([4, 4], 0);
    expect(order.slice(0, 4)).toEqual([0, 4, 8, 12]);
    expect(coarseToFineField([4, 4], 1).slice(0, 4)).toEqual([0, 1, 2, 3]);
  });
});

describe("state and address", () => {
  test("the address holds the whole state, digit by digit", () =>
    fc.assert(
      fc.property(
        fc.record({
          method: fc.constantFrom("browser" as const, "server" as const, "simulate" as const),
          runs: fc.integer({ min: 2, max: 1e7 }),
          seed: fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), fc.constantFrom("7", "true", "[1]", '"x"')),
          figure: fc.constantFrom("passRate" as const, "finalBias" as const),
          tolerance: fc.double({ min: 0.1, max: 3, noNaN: true }),
          to: fc.double({ min: 3.1, max: 9, noNaN: true }),
        }),
        ({ tolerance, to, ...rest }) => {
          const point: PointInput = { ...FIRST.point, tolerance };
          const vary = { "stages.count": { range: { from: 1, to: 5, step: 1 } }, tolerance: { range: { from: tolerance, to, count: 7 } } };
          const state: SweepState = { ...rest, point, vary, pins: [{ name: "kept", point: FIRST.point }] };
          expect(stateFrom(queryOf(linkToSweeps(state)))).toEqual({ state, faults: [] });
        },
      ),
      SEARCH,
    ));

  test("a bad link is told field by field, and falls back to what is sound", () => {
    const vary = encodeURIComponent(JSON.stringify({ tolerance: { range: { from: 0, to: 1, count: 9, scale: "log" } } }));
    const { state, faults } = stateFrom(`?vary=${vary}&runs=1&method=guess&figure=both&colour=red`);
    expect(state).toEqual(FIRST);
    expect(faults).toEqual([
      "colour is not a field of this page",
      expect.stringMatching(/^vary\.tolerance\.range must have from and to > 0/),
      'method must be one of browser, server, simulate, got "guess"',
      "runs must be an integer in [2, 10000000], got 1",
      'figure must be one of passRate, finalBias, got "both"',
    ]);
  });

  test.each([
    [{}, /one or two axes/],
    [
      { a: { field: "goal", values: [1] }, b: { field: "tolerance", values: [1] }, c: { field: "retryBudget", values: [1] } },
      /one or two axes/,
    ],
    [{ tolerance: { values: ["wide"] } }, /numbers alone/],
    [{ tolerance: { range: { from: 1, to: 2, count: 10_001 } } }, /at most 10000 points/],
    [{ share: { values: [0.1] } }, /must have a field/],
    [{ "pool[7].mu": { values: [1] } }, /must stay within pool/],
    ["K", /vary/],
  ])("axes that the page cannot draw are refused: %j", (vary, message) => {
    expect(() => soundAxes(FIRST.point, vary)).toThrow(InvalidInput);
    expect(() => soundAxes(FIRST.point, vary)).toThrow(message);
  });

  test("every preset has axes of its own, and every knob a range that is sound", () => {
    for (const { point } of PRESETS) {
      expect(soundAxes(point, firstAxes(point))).toEqual(firstAxes(point));
      for (const knob of knobsOf(point)) {
        const plan = planOf({ ...FIRST, point, vary: soundAxes(point, { [knob.path]: axisOver(knob, point) }) });
        expect(plan.count).toBeGreaterThan(1);
        // A range about the point: some of its places are points of the model.
        expect(Array.from({ length: plan.count }, (_, i) => plan.pointAt(i)).some(isSound)).toBe(true);
      }
    }
  });
});

const isSound = (point: PointInput) => {
  try {
    parsePoint(point);
    return true;
  } catch {
    return false;
  }
};

describe("axes", () => {
  test("a second knob, swapping, removing, another field", () => {
    const two = withSecond(FIRST.vary, FIRST.point);
    expect(Object.keys(two)).toEqual(["stages.count", "tolerance"]);
    expect(Object.keys(swapped(two))).toEqual(["tolerance", "stages.count"]);
    expect(Object.keys(without(two, 0))).toEqual(["tolerance"]);
    expect(Object.keys(withField(two, 1, "pool[0].max", FIRST.point))).toEqual(["stages.count", "pool[0].max"]);
  });

  test("another spacing keeps the ends, and is sound", () => {
    const axis = { field: "tolerance", range: { from: 0.5, to: 4, count: 8 } };
    const places = planOf({ ...FIRST, vary: { e: axis } }).axes[0]?.values ?? [];
    for (const spacing of ["count", "step", "log", "values"] as const) {
      const next = spaced(axis, places, spacing);
      expect(spacingOf(next)).toBe(spacing);
      const values = planOf({ ...FIRST, vary: soundAxes(FIRST.point, { e: next }) }).axes[0]?.values ?? [];
      expect([values[0], values.at(-1), values.length]).toEqual([0.5, 4, 8]);
    }
  });
});

describe("the plan", () => {
  test("its points are those of the command line's sweep, in its order", async () => {
    const plan = planOf({ ...FIRST, vary: TWO });
    const sweep = await parseSweep(plan.spec);
    expect(plan.count).toBe(sweep.count);
    for (let i = 0; i < plan.count; i++) {
      expect(plan.pointAt(i)).toEqual(sweep.at(i).point);
      expect(plan.indexAt(plan.placesAt(i))).toBe(i);
    }
    const other = planOf({ ...FIRST, vary: swapped(TWO) });
    expect(other.pointAt(1)).not.toEqual(sweep.at(1).point);
  });

  test("its key tells apart what is worked out, and nothing else", () => {
    const key = (change: Partial<SweepState>) => planOf({ ...FIRST, vary: TWO, ...change }).key;
    expect(key({ runs: 7, seed: "x" })).toBe(key({}));
    // The field that is varied stands at its first value whatever the base says.
    expect(key({ point: { ...FIRST.point, tolerance: 1.5 } })).toBe(key({}));
    expect(key({ point: { ...FIRST.point, retryBudget: 4 } })).not.toBe(key({}));
    expect(key({ method: "server" })).not.toBe(key({}));
    expect(key({ method: "simulate", seed: "x" })).not.toBe(key({ method: "simulate" }));
    expect(key({ vary: swapped(TWO) })).not.toBe(key({}));
  });
});
