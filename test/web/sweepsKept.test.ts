import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSweep } from "../../experiments/sweep/sweep.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { Solution } from "../../model/result.ts";
import { parsePoint } from "../../model/validate.ts";
import { type Cell, cellOfRow } from "../../server/web/sweeps/cell.ts";
import { comparisonInWords, exactDifferences } from "../../server/web/sweeps/comparing.ts";
import { tableOf } from "../../server/web/sweeps/fieldContent.ts";
import { bestOf, cellInWords, fieldInWords } from "../../server/web/sweeps/fieldWords.ts";
import { decode, encode, keeper, type TabStorage } from "../../server/web/sweeps/keeper.ts";
import { planOf } from "../../server/web/sweeps/plan.ts";
import { readSpec } from "../../server/web/sweeps/specFile.ts";
import { FIRST, linkToSweeps, type SweepState, stateFrom } from "../../server/web/sweeps/state.ts";
import { comparePaired } from "../../sim/paired/comparePaired.ts";
import { solve } from "../../theory/solve.ts";

const SEARCH = { seed: 20261125, numRuns: 200 };
const queryOf = (link: string) => link.slice(link.indexOf("?"));
const exact = (passRate: number, finalBias: number): Cell => ({ passRate: { value: passRate }, finalBias: { value: finalBias } });
const _TWO: SweepState["vary"] = {
  K: { field: "stages.count", range: { from: 1, to: 4, step: 1 } },
  tolerance: { range: { from: 0.5, to: 4, count: 3, scale: "log" } },
};

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
