import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { getAt, parsePath, setAt, shownPath } from "../../experiments/sweep/pointPath.ts";
import { parseSweep, type Sweep } from "../../experiments/sweep/sweep.ts";
import { examplePoint as base } from "../examplePoint.ts";

const SEARCH = { numRuns: 200, seed: 20_261_121 };
const all = (sweep: Sweep) => Array.from({ length: sweep.count }, (_, index) => sweep.at(index));
const variedOf = async (spec: object) => all(await parseSweep({ base, ...spec })).map(({ varied }) => Object.values(varied));

describe("a sweep", () => {
  test("combines its axes, the first varying slowest, columns in the order written", async () => {
    const vary = { M: { field: "stepBudget", values: [8, 9] }, tolerance: [1, 2], "pool[0].mu": [10, 11] };
    const sweep = await parseSweep({ base, vary });
    expect(sweep.varied).toEqual(["M", "tolerance", "pool[0].mu"]);
    expect(all(sweep).map(({ varied }) => Object.values(varied).join(" "))).toEqual([
      "8 1 10",
      "8 1 11",
      "8 2 10",
      "8 2 11",
      "9 1 10",
      "9 1 11",
      "9 2 10",
      "9 2 11",
    ]);
    expect(sweep.at(5).point).toEqual({ ...base, stepBudget: 9, tolerance: 1, pool: [{ ...base.pool[0], mu: 11 }] });
  });

  test("visits every combination once, whatever the sizes", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }), async (sizes) => {
        const fields = ["goal", "tolerance", "stepBudget", "retryBudget"];
        const vary = Object.fromEntries(sizes.map((size, i) => [fields[i], Array.from({ length: size }, (_, value) => value + 1)]));
        const rows = (await variedOf({ vary })).map((row) => row.join());
        const count = sizes.reduce((product, size) => product * size, 1);
        expect([rows.length, new Set(rows).size]).toEqual([count, count]);
        expect(rows).toEqual(rows.toSorted()); // sizes below 10, so text order is the order of the axes
      }),
      SEARCH,
    ));

  test("zipped axes move together, at the place of the first", async () => {
    const vary = {
      a: { field: "goal", values: [1, 2] },
      b: { field: "tolerance", values: [5, 6] },
      c: { field: "stepBudget", values: [7, 8] },
    };
    expect(await variedOf({ vary, zip: [["a", "c"]] })).toEqual([
      [1, 5, 7],
      [1, 6, 7],
      [2, 5, 8],
      [2, 6, 8],
    ]);
  });

  test("takes whole objects, and then fields of what they brought", async () => {
    const vary = {
      stages: [{ kind: "partial", chunk: 10, chunks: 1 }],
      r: { field: "stages.chunks", values: [2, 3] },
      guidance: [{ kind: "aligned", strength: 3 }],
    };
    const sweep = await parseSweep({ base, vary });
    expect(sweep.at(1).point).toMatchObject({ stages: { kind: "partial", chunk: 10, chunks: 3 }, guidance: { kind: "aligned" } });
    expect(vary.stages[0]).toEqual({ kind: "partial", chunk: 10, chunks: 1 });
  });

  test("sets fields by expressions over the point, the axes and what was set before", async () => {
    const vary = { K: { field: "stages.count", values: [4, 5] }, share: [0.5] };
    const sweep = await parseSweep({ base, vary, set: { goal: 200, tolerance: "goal / K * share", "pool[0].max": "tolerance + 10" } });
    expect(sweep.computed).toEqual(["goal", "tolerance", "pool[0].max"]);
    expect(sweep.at(1)).toMatchObject({
      computed: { goal: 200, tolerance: 20, "pool[0].max": 30 },
      point: { goal: 200, tolerance: 20, pool: [{ max: 30 }] },
    });
  });

  test("without axes is one point; defaults are filled in", async () => {
    expect(await parseSweep({ base })).toMatchObject({ name: "sweep", method: "exact", runs: 20_000, seed: "lab", count: 1, varied: [] });
  });

  test.each<[string, object, RegExp]>([
    ["no base", { base: undefined }, /^base/],
    ["an unknown key", { vari: {} }, /^vari is not a field/],
    [
      "an unknown field",
      { vary: { K: { field: "stages.cout", values: [1] } } },
      /^vary\.K\.field must name a field of stages \(kind, count\), got "stages\.cout"/,
    ],
    [
      "a field of another kind of plan",
      { vary: { "stages.chunks": [1] } },
      /^vary\.stages\.chunks must name a field of stages \(kind, count\)/,
    ],
    ["a member that is not there", { vary: { "pool[1].mu": [1] } }, /^vary\.pool\[1\]\.mu must stay within pool, which has 1 members/],
    ["a field of what is missing", { vary: { "guidance.strength": [1] } }, /needs guidance in base/],
    ["a path into the program", { vary: { "__proto__.polluted": [1] } }, /must be a path into the point/],
    ["a path into a prototype", { vary: { x: { field: "constructor.name", values: [1] } } }, /must name a field of the point/],
    ["a column's name", { vary: { passRate: { field: "goal", values: [1] } } }, /must not be named like a column/],
    ["a misleading name", { vary: { goal: { field: "tolerance", values: [1] } } }, /must not be named goal/],
    ["two axes on one field", { vary: { goal: [1], G: { field: "goal", values: [2] } } }, /^vary\.G must vary a field of its own: goal/],
    ["a quantity nobody uses", { vary: { share: [1] } }, /^vary\.share must have a field, or be used/],
    [
      "zipped axes of two lengths",
      { vary: { goal: [1, 2], tolerance: [1] }, zip: [["goal", "tolerance"]] },
      /^zip\[0\] must name axes of one length/,
    ],
    ["a zip of nothing known", { vary: { goal: [1] }, zip: [["goal", "x"]] }, /^zip\[0\] must name axes of vary.*"x"/],
    ["an axis zipped with itself", { vary: { goal: [1] }, zip: [["goal", "goal"]] }, /^zip\[0\] must name axes of vary, each once/],
    [
      "too many points",
      { vary: { goal: { range: { from: 1, to: 2e3, step: 1 } }, tolerance: { range: { from: 1, to: 1e3, step: 1 } } } },
      /^vary must make at most 1000000 points, got 2000000/,
    ],
    [
      "a field that is varied and set",
      { vary: { K: { field: "stages.count", values: [2] } }, set: { "stages.count": "3" } },
      /^set\.stages\.count must set a field that no axis varies: K varies it/,
    ],
    ["an expression for a structure", { set: { pool: "1" } }, /^set\.pool must be a field that holds a number/],
    ["an expression that is a list", { set: { goal: [1] } }, /^set\.goal must be an expression or a number/],
    [
      "an expression that fails at a later point",
      { vary: { K: { field: "stages.count", values: [1, 5] } }, set: { tolerance: "goal / (K - 5)" } },
      /^set\.tolerance "goal \/ \(K - 5\)" must give a finite number at goal = 100, K = 5/,
    ],
    ["a base of the wrong shape", { base: { ...base, goal: "100" }, vary: { tolerance: [1] } }, /^base\.goal must be number, got "100"/],
    ["a base with a field too many", { base: { ...base, gaol: 1 } }, /^base\.gaol is not a field/],
    ["no runs", { runs: 0 }, /^runs must be >= 2, got 0/],
    ["half a run", { runs: 2.5 }, /^runs must be integer, got 2\.5/],
    ["an unknown method", { method: "exat" }, /^method must be one of exact, simulate, both/],
  ])("%s is the spec's error, named", async (_, spec, message) => {
    await expect(parseSweep({ base, ...spec })).rejects.toMatchObject({ name: "InvalidInput", message: expect.stringMatching(message) });
  });

  test("no JSON makes it throw anything but bad input", () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (vary, other) => {
        for (const spec of [vary, { base, vary }, { base, vary: { x: vary } }, { base, vary: { goal: [1] }, zip: other, set: vary }])
          await parseSweep(spec).catch((error: unknown) => expect(error).toMatchObject({ name: "InvalidInput" }));
      }),
      SEARCH,
    ));
});

describe("a path into the point", () => {
  const path = fc
    .tuple(fc.constantFrom("a", "bc", "d1"), fc.array(fc.oneof(fc.constantFrom("x", "y_2"), fc.nat(99)), { maxLength: 4 }))
    .map(([first, rest]) => [first, ...rest]);

  test("reads back as it is shown", () =>
    fc.assert(
      fc.property(path, (keys) => {
        expect(parsePath(shownPath(keys), "field")).toEqual(keys);
      }),
      SEARCH,
    ));

  test("what is set there is found there, and nothing else changes", () => {
    const point = structuredClone(base);
    setAt(point, parsePath("pool[0].mu", "field"), 3);
    expect(getAt(point, ["pool", 0, "mu"])).toBe(3);
    expect(point).toEqual({ ...base, pool: [{ ...base.pool[0], mu: 3 }] });
    expect(() => setAt(point, ["pool", 7], 1)).toThrow(/pool\[7\] is not there/);
  });
});
