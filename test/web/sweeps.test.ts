import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSweep } from "../../experiments/sweep/sweep.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { PointInput } from "../../model/point.ts";
import type { Solution } from "../../model/result.ts";
import { parsePoint } from "../../model/validate.ts";
import { knobsOf } from "../../server/web/explore/knobs.ts";
import { PRESETS } from "../../server/web/explore/presets.ts";
import { axisOver, spaced, spacingOf, swapped, withField, without, withSecond } from "../../server/web/sweeps/axes.ts";
import { type Cell, cellOfRow } from "../../server/web/sweeps/cell.ts";
import { comparisonInWords, exactDifferences } from "../../server/web/sweeps/comparing.ts";
import { tableOf } from "../../server/web/sweeps/fieldContent.ts";
import { bestOf, cellInWords, fieldInWords } from "../../server/web/sweeps/fieldWords.ts";
import { decode, encode, keeper, type TabStorage } from "../../server/web/sweeps/keeper.ts";
import { coarseToFineField } from "../../server/web/sweeps/order.ts";
import { planOf } from "../../server/web/sweeps/plan.ts";
import { readSpec } from "../../server/web/sweeps/specFile.ts";
import { FIRST, firstAxes, linkToSweeps, type SweepState, soundAxes, stateFrom } from "../../server/web/sweeps/state.ts";
import { comparePaired } from "../../sim/paired/comparePaired.ts";
import { solve } from "../../theory/solve.ts";

const SEARCH = { seed: 20261125, numRuns: 200 };
const queryOf = (link: string) => link.slice(link.indexOf("?"));
const exact = (passRate: number, finalBias: number): Cell => ({ passRate: { value: passRate }, finalBias: { value: finalBias } });
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

/** A tab's storage that holds so many characters. */
function storageOf(room: number): TabStorage & { readonly held: Map<string, string> } {
  const held = new Map<string, string>();
  return {
    held,
    get length() {
      return held.size;
    },
    key: (place) => [...held.keys()][place] ?? null,
    getItem: (name) => held.get(name) ?? null,
    setItem(name, text) {
      const others = [...held].reduce((sum, [other, { length }]) => (other === name ? sum : sum + length), 0);
      if (others + text.length > room) throw new Error("QuotaExceededError");
      held.set(name, text);
    },
    removeItem: (name) => void held.delete(name),
  };
}

describe("what is kept", () => {
  const anyCell: fc.Arbitrary<Cell | undefined> = fc.oneof(
    fc.constant(undefined),
    fc
      .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1e300, noNaN: true }))
      .map(([p, b]) => exact(p + 0, b + 0)),
    fc.string({ minLength: 1 }).map((reason) => ({ reason })),
    fc.string({ minLength: 1 }).map((reason) => ({ reason, isUnresolved: true as const })),
  );

  test("comes back to the last digit, with what is missing", () =>
    fc.assert(
      fc.property(fc.array(anyCell, { maxLength: 40 }), (cells) => {
        expect(decode(encode(cells))).toEqual(cells);
      }),
      SEARCH,
    ));

  test("a reload finds it; a list of another length or a text of someone else's is worked out again", () => {
    const storage = storageOf(1e6);
    const before = keeper(storage);
    const cells = before.cells("a", 3);
    cells[1] = exact(0.25, 3);
    before.keep("a");
    expect(keeper(storage).cells("a", 3)).toEqual([undefined, exact(0.25, 3), undefined]);
    expect(keeper(storage).cells("a", 4)).toEqual([undefined, undefined, undefined, undefined]);
    for (const text of ["", "{", "[1]", "[[0.5]]", '[["0.5", 1]]', "{}"]) {
      storage.held.set([...storage.held.keys()][0] as string, text);
      expect(keeper(storage).cells("a", 1)).toEqual([undefined]);
    }
  });

  test("the same sweep again is the same list: only what is missing is asked for", () => {
    const kept = keeper(undefined);
    kept.cells("a", 2)[0] = exact(1, 0);
    expect(kept.cells("a", 2)[0]).toEqual(exact(1, 0));
  });

  test("where the tab is full, an older sweep makes room; simulated figures stay with the page", () => {
    const storage = storageOf(60);
    const kept = keeper(storage);
    for (const key of ["a", "b"]) {
      kept.cells(key, 2).fill(exact(0.123456789012345, 1.5));
      kept.keep(key);
    }
    expect([...storage.held.keys()].map((name) => name.at(-1))).toEqual(["b"]);
    kept.cells("c", 1)[0] = { ...exact(0.5, 1), columns: {} };
    kept.keep("c");
    expect(storage.held.size).toBe(1);
  });
});

describe("a spec file", () => {
  const example = readFileSync(join(import.meta.dirname, "../../examples/sweep.yaml"), "utf8");

  test("of two axes is shown, and makes the same points", async () => {
    const reading = await readSpec(example);
    if (!("change" in reading)) throw new Error(reading.beyond);
    const state = { ...FIRST, ...reading.change };
    const { parse } = await import("yaml");
    const sweep = await parseSweep(parse(example));
    const plan = planOf(state);
    expect(plan.count).toBe(45);
    expect(Array.from({ length: 45 }, (_, i) => plan.pointAt(i))).toEqual(Array.from({ length: 45 }, (_, i) => sweep.at(i).point));
    expect(stateFrom(queryOf(linkToSweeps(state)))).toEqual({ state, faults: [] });
  });

  test("a base may leave to the axes what they set", async () => {
    const { tolerance: _, ...base } = FIRST.point;
    const reading = await readSpec(JSON.stringify({ base, vary: { tolerance: [1, 2] } }));
    expect(reading).toMatchObject({ change: { point: { tolerance: 1 }, vary: { tolerance: { values: [1, 2] } } } });
  });

  test.each([
    ["set:\n  tolerance: 0.1 * goal", /expressions \(set\)/],
    ["zip: [[K, R]]", /zip/],
  ])("with more is not half shown: the part is named, with a command", async (more, part) => {
    const reading = await readSpec(`${example}\n${more}`);
    if (!("beyond" in reading)) throw new Error("it was shown");
    expect(reading.beyond).toMatch(part);
    expect(reading.command).toMatch(/^harness-lab sweep --no-store --spec - <<'END'\n\{"name":"my-agent".*\}\nEND$/);
  });

  test("of objects or three axes likewise; what no face takes is refused", async () => {
    const base = FIRST.point;
    expect(await readSpec(JSON.stringify({ base, vary: { guidance: [{ kind: "none" }] } }))).toMatchObject({ beyond: /numbers alone/ });
    expect(await readSpec(JSON.stringify({ base, vary: { goal: [90], tolerance: [1], retryBudget: [2] } }))).toMatchObject({
      beyond: /one or two axes/,
    });
    await expect(readSpec("a: [")).rejects.toThrow(/^spec must be YAML or JSON/);
    await expect(readSpec("colour: red")).rejects.toThrow(InvalidInput);
    await expect(readSpec(JSON.stringify({ base, vary: { colour: [1] } }))).rejects.toThrow(InvalidInput);
  });
});

describe("words and tables", () => {
  const plan = planOf({ ...FIRST, vary: { "stages.count": { range: { from: 1, to: 4, step: 1 } } } });
  const cells = [exact(0.5, 9), exact(0.9, 3), { reason: "tolerance must be below every request" }, undefined];

  test("the best place is said, and what is missing is counted with the reason of the first", () => {
    expect([bestOf(cells, "passRate"), bestOf(cells, "finalBias"), bestOf([undefined], "passRate")]).toEqual([1, 1, undefined]);
    const { best, missing } = fieldInWords(plan, cells);
    expect(best).toBe("Of 2 places: highest pass rate 0.9 at stages K = 2; lowest final bias 3 at stages K = 2.");
    expect(missing).toBe("1 place has no figures; the first: tolerance must be below every request.");
    expect(cellInWords(plan, 3, cells[3])).toBe("At stages K = 4: not worked out yet.");
    expect(cellInWords(plan, 2, cells[2])).toMatch(/no figures; tolerance must be/);
  });

  test("of equals the first is named and the rest counted; estimates have their interval and are never equal", () => {
    expect(fieldInWords(plan, [exact(1, 2), exact(1 - 1e-9, 1)]).best).toMatch(/pass rate 1 at 2 places, the first of them stages K = 1;/);
    const estimate = { value: 0.5, low: 0.4, high: 0.6, count: 2000 };
    const { best } = fieldInWords(plan, [
      { passRate: estimate, finalBias: estimate },
      { passRate: estimate, finalBias: estimate },
    ]);
    expect(best).toMatch(/highest pass rate 0\.5 \(2,000 runs, 95%: 0\.4 to 0\.6\) at stages K = 1/);
    expect(fieldInWords(plan, [exact(0, 50)]).best).toMatch(/no run passes at any place/);
  });

  test("columns are the command line's, and a missing figure is an absent cell", () => {
    const { columns, rows } = tableOf(plan, cells, "browser");
    expect(columns).toEqual(["stages.count", "status", "passRate", "finalBias", "reason"]);
    expect(rows).toEqual([
      { "stages.count": 1, status: "ok", passRate: 0.5, finalBias: 9 },
      { "stages.count": 2, status: "ok", passRate: 0.9, finalBias: 3 },
      { "stages.count": 3, status: "refused", reason: "tolerance must be below every request" },
    ]);
    expect(tableOf(plan, [{ reason: "too narrow", isUnresolved: true }], "browser").rows[0]?.status).toBe("unresolved");
  });

  test("a row of the server is shown with its interval where it was simulated", () => {
    const estimate = { mean: 0.4, low: 0.3, high: 0.5, count: 100 };
    const simulated = { passRate: estimate, finalBias: { ...estimate, mean: 7 } };
    const cell = cellOfRow({ varied: { K: 1 }, computed: {}, status: "ok", simulated });
    expect(cell.passRate).toEqual({ value: 0.4, low: 0.3, high: 0.5, count: 100 });
    expect(cell.columns).toMatchObject({ K: 1, status: "ok", passRateMean: 0.4, passRateLow: 0.3, finalBiasMean: 7 });
    expect(cellOfRow({ varied: { K: 1 }, computed: {}, status: "unresolved", reason: "too narrow" })).toMatchObject({
      reason: "too narrow",
      isUnresolved: true,
    });
  });
});

describe("a comparison", () => {
  const worse = parsePoint({ ...FIRST.point, retryBudget: 1 });
  const better = parsePoint(FIRST.point);

  test("says which harness passes more often only where its interval does, beside the exact difference", async () => {
    const asked = { runs: 4000, seed: "words" };
    const [paired, reversed, same] = await Promise.all([
      comparePaired(worse, better, asked),
      comparePaired(better, worse, asked),
      comparePaired(worse, worse, asked),
    ]);
    const exactly = exactDifferences(solve(worse) as Solution, solve(better) as Solution);
    const difference = exactly.passRate?.difference as number;
    expect(difference).toBe((solve(better).passRate as number) - (solve(worse).passRate as number));
    const said = (one: typeof paired) => comparisonInWords({ ...one, exact: { absent: "" } }, exactly);
    expect(said(paired)).toMatch(
      /^The present harness passes more often.*4,000 runs of each.*95%: \+0\.\d+ to \+0\.\d+.*Exactly, the difference is \+0\.\d+\.$/,
    );
    expect(said(reversed)).toMatch(/^The present harness passes less often/);
    expect(said(same)).toMatch(/^These runs do not tell/);
  });
});
