import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisValues, parseAxis } from "../../experiments/sweep/axisValues.ts";

const values = (axis: unknown, integer = false) => axisValues(parseAxis(axis, "vary.x"), integer, "vary.x");

describe("the values of an axis", () => {
  test.each<[string, unknown, unknown[]]>([
    ["a bare list", [3, "a", { kind: "none" }], [3, "a", { kind: "none" }]],
    ["steps of one tenth, written as a reader would", { range: { from: 0.1, to: 0.5, step: 0.1 } }, [0.1, 0.2, 0.3, 0.4, 0.5]],
    ["an end that no step meets", { range: { from: 1, to: 6, step: 2 } }, [1, 3, 5]],
    ["downwards", { range: { from: 3, to: 1, step: -1 } }, [3, 2, 1]],
    ["a small exponent", { range: { from: 1e-7, to: 3e-7, step: 1e-7 } }, [1e-7, 2e-7, 3e-7]],
    ["even spacing by count", { range: { from: 0, to: 1, count: 5 } }, [0, 0.25, 0.5, 0.75, 1]],
    ["one value", { range: { from: 4, to: 9, count: 1 } }, [4]],
    ["equal ratios", { range: { from: 0.01, to: 100, count: 5, scale: "log" } }, [0.01, 0.1, 1, 10, 100]],
  ])("%s", (_, axis, expected) => {
    expect(values(axis)).toEqual(expected);
  });

  test("powers of two come out whole, and whole-number fields get whole numbers once each", () => {
    expect(values({ range: { from: 1, to: 64, count: 7, scale: "log" } })).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect(values({ range: { from: 1, to: 10, count: 9, scale: "log" } }, true)).toEqual([1, 2, 3, 4, 6, 7, 10]);
  });

  test("a stepped range holds both ends and as many values as a count of steps says", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 40 }),
        (from, steps, hundredths) => {
          const step = hundredths / 100;
          const range = { from, to: Number((from + steps * step).toFixed(2)), step };
          const all = values({ range });
          expect([all.length, all[0], all.at(-1)]).toEqual([steps + 1, from, range.to]);
        },
      ),
      { numRuns: 300, seed: 20_261_121 },
    ));

  test.each<[string, unknown, RegExp]>([
    ["neither values nor range", {}, /^vary\.x must have either values or range/],
    ["both", { values: [1], range: { from: 1, to: 2, step: 1 } }, /^vary\.x must have either values or range/],
    ["no values", { values: [] }, /^vary\.x\.values must not have fewer than 1 items/],
    ["an empty range", { range: { from: 2, to: 1, step: 1 } }, /^vary\.x\.range must hold at least one value/],
    ["a step of 0", { range: { from: 1, to: 2, step: 0 } }, /^vary\.x\.range\.step must not be 0, got 0/],
    ["too many values", { range: { from: 0, to: 1e9, step: 1 } }, /^vary\.x\.range must hold at most 1000000 values, got 1000000001/],
    ["step and count", { range: { from: 0, to: 1, step: 1, count: 2 } }, /^vary\.x\.range must have either step or count/],
    ["a log range through 0", { range: { from: 0, to: 1, count: 3, scale: "log" } }, /^vary\.x\.range must have from and to > 0/],
    ["a range without an end", { range: { from: 0, step: 1 } }, /^vary\.x\.range\.to is required and missing/],
    ["an unknown key", { value: [1] }, /^vary\.x\.value is not a field/],
    ["a number", 3, /^vary\.x must be object, got 3/],
  ])("%s is refused", (_, axis, message) => {
    expect(() => values(axis)).toThrow(expect.objectContaining({ name: "InvalidInput", message: expect.stringMatching(message) }));
  });
});
