import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guided, MODEL_3 } from "../../model/canonical.ts";
import type { PointInput } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { curveInWords } from "../../server/web/explore/curveWords.ts";
import { withHandle } from "../../server/web/explore/densities.ts";
import { placeOf } from "../../server/web/explore/editing.ts";
import { knobOf, knobsOf, valueAt, withValue } from "../../server/web/explore/knobs.ts";
import { latestOf } from "../../server/web/explore/latest.ts";
import { PRESETS } from "../../server/web/explore/presets.ts";
import { PLACES, placesOf, rangeOf, roundAbove, roundBelow } from "../../server/web/explore/ranges.ts";
import { cutAt, cutInHalf, movedTo, requestsBetween, stretchedTo, subgoalsOf, without } from "../../server/web/explore/ruler.ts";
import { shortRate } from "../../server/web/explore/shortNumber.ts";
import { fromSlider, toSlider } from "../../server/web/explore/slider.ts";
import { asKind, numbersIn } from "../../server/web/explore/stagePlans.ts";
import { type ExploreState, FIRST, linkToExplore, MOST_PINS, stateFrom } from "../../server/web/explore/state.ts";
import { coarseToFine } from "../../server/web/solver/coarseToFine.ts";

const SEARCH = { seed: 20261125, numRuns: 200 };
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const queryOf = (link: string) => link.slice(link.indexOf("?"));

/** Points that the model accepts, of all three kinds of requests. */
const anyPoint: fc.Arbitrary<PointInput> = fc
  .record({
    goal: fc.double({ min: 20, max: 1e4, noNaN: true }),
    stages: fc.oneof(
      fc.record({ kind: fc.constant("uniform" as const), count: fc.integer({ min: 1, max: 300 }) }),
      fc.record({
        kind: fc.constant("partial" as const),
        share: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        chunks: fc.integer({ min: 0, max: 60 }),
      }),
      fc.record({
        kind: fc.constant("explicit" as const),
        requests: fc.array(fc.double({ min: 1, max: 50, noNaN: true }), { minLength: 1, maxLength: 9 }),
      }),
    ),
    share: fc.double({ min: 0, max: 0.9, noNaN: true }),
    stepBudget: fc.integer({ min: 1, max: 1000 }),
    retryBudget: fc.integer({ min: 1, max: 10_000 }),
    members: fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        fc.double({ min: 0.5, max: 30, noNaN: true }),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    kind: fc.constantFrom("none" as const, "aligned" as const, "misaligned" as const),
  })
  .map(({ goal, stages, share, members, kind, ...rest }) => {
    const plan =
      stages.kind === "partial"
        ? { kind: "partial" as const, chunk: stages.share * goal, chunks: Math.min(stages.chunks, Math.floor(0.9 / stages.share)) }
        : stages;
    const smallest =
      plan.kind === "uniform"
        ? goal / plan.count
        : plan.kind === "explicit"
          ? Math.min(...plan.requests)
          : Math.min(plan.chunk, goal - plan.chunks * plan.chunk);
    const pool = members.map(([min, width, sigma]) => ({ mu: min + width / 3, sigma, min, max: min + width }));
    return { ...rest, goal, stages: plan, tolerance: share * smallest, pool, ...(kind === "none" ? {} : { guidance: guided(kind) }) };
  });

describe("state in the address", () => {
  test("comes back to the last digit", () =>
    fc.assert(
      fc.property(anyPoint, fc.nat(), (point, pick) => {
        const knobs = knobsOf(point);
        const knob = (knobs[pick % knobs.length] as (typeof knobs)[number]).path;
        const state: ExploreState = { point, knob, pins: [{ name: "before & after", point: FIRST.point }], seed: "7" };
        const { state: read, faults } = stateFrom(queryOf(linkToExplore(state)));
        expect(faults).toEqual([]);
        expect(read).toEqual(state);
      }),
      SEARCH,
    ));

  test("an empty address is the first state, and a link of one point chooses its knob", () => {
    expect(stateFrom("")).toEqual({ state: FIRST, faults: [] });
    const explicit: PointInput = { ...FIRST.point, stages: { kind: "explicit", requests: [40, 60] } };
    expect(stateFrom(queryOf(linkToExplore({ point: explicit }))).state.knob).toBe("tolerance");
  });

  test.each([
    ["?point=7", /^input must be object/],
    ["?point=%7B%22goal%22%3A-1%7D", /goal/],
    ["?knob=stages.chunk", /^knob must be one of stages\.count, /],
    [
      `?pins=${encodeURIComponent(JSON.stringify(new Array(MOST_PINS + 1).fill({ name: "a", point: FIRST.point })))}`,
      /^pins must be a list of at most 7 curves/,
    ],
    [
      `?pins=${encodeURIComponent(JSON.stringify([{ name: "a", point: { ...FIRST.point, retryBudget: 0 } }]))}`,
      /^pins\[0\]\.point\.retryBudget must be/,
    ],
    [`?seed=${"x".repeat(81)}`, /^seed must be a text of 1 to 80 characters/],
    ["?colour=red", /^colour is not a field of this page/],
  ])("%s falls back to what is sound and says which field breaks which rule", (search, words) => {
    const { state, faults } = stateFrom(search);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(words);
    expect(state).toEqual(FIRST);
  });

  test("presets are points that the model accepts, with a knob they have", () => {
    for (const { point, knob } of PRESETS) {
      parsePoint(point);
      expect(knobOf(point, knob).path).toBe(knob);
    }
  });
});

describe("ranges of knobs", () => {
  test("hold the present value; places are in order, whole where the knob is, and solvable near the value", () =>
    fc.assert(
      fc.property(anyPoint, (point) => {
        for (const knob of knobsOf(point)) {
          const { low, high } = rangeOf(knob, point);
          const places = placesOf(knob, point);
          const value = valueAt(point, knob.path);
          expect(low <= value && value <= high).toBe(true);
          expect(places.length).toBeLessThanOrEqual(PLACES);
          expect(places.every((place, i) => i === 0 || place > (places[i - 1] as number))).toBe(true);
          if (knob.isInteger) expect(places.every(Number.isInteger)).toBe(true);
          else expect(places).toHaveLength(PLACES);
          if (knob.isLog && !knob.isInteger) expect(places.every((place) => place > 0)).toBe(true);
        }
      }),
      SEARCH,
    ));

  test("at the canonical point thirty stages, thirty retry budgets up to 64, tolerances up to the request", () => {
    const places = (path: string) => placesOf(knobOf(FIRST.point, path), FIRST.point);
    expect(places("stages.count")).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(places("retryBudget")).toHaveLength(30);
    expect(places("retryBudget").at(-1)).toBe(64);
    expect(places("tolerance").at(-1)).toBeLessThan(10);
    for (const tolerance of places("tolerance")) parsePoint(withValue(FIRST.point, "tolerance", tolerance));
  });

  test("exist for values that the model refuses too: the user is still typing", () => {
    for (const { point } of [{ point: FIRST.point }, ...PRESETS])
      for (const knob of knobsOf(point))
        for (const value of [0, -1, 2.5, 1e9, -1e9, 1e300]) {
          const typed = withValue(point, knob.path, value);
          for (const other of knobsOf(typed)) {
            const { low, high } = rangeOf(other, typed);
            expect([low, high].every(Number.isFinite) && low <= high).toBe(true);
          }
          for (const kind of ["uniform", "partial", "explicit"] as const) asKind(typed, kind);
        }
  });

  test("round numbers bound from above and below", () =>
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (value) => {
        // Neighbouring round numbers are apart by factors of 5/3 and 5/2 at most; six digits are kept.
        expect(roundAbove(value) >= value * (1 - 1e-5) && roundAbove(value) <= 1.67 * value).toBe(true);
        expect(roundBelow(value) <= value * (1 + 1e-5) && roundBelow(value) >= value / 2.51).toBe(true);
      }),
      SEARCH,
    ));
});

describe("ruler", () => {
  const requests = fc.array(
    fc.integer({ min: 1, max: 1000 }).map((tenths) => tenths / 10),
    { minLength: 1, maxLength: 20 },
  );

  test("subgoals and requests are each other's inverse", () =>
    fc.assert(
      fc.property(requests, (asked) => {
        expect(requestsBetween(subgoalsOf(asked))).toEqual(asked);
      }),
      SEARCH,
    ));

  test("a move keeps the order, and changes two requests by opposite amounts", () =>
    fc.assert(
      fc.property(requests, fc.nat(), fc.double({ min: -100, max: 3000, noNaN: true }), (asked, pick, place) => {
        const t = pick % asked.length;
        const before = subgoalsOf(asked);
        const after = requestsBetween(movedTo(before, t, place, (before.at(-1) as number) * 1.08));
        // A request of less than two gaps leaves no room between its neighbours to move in.
        if (asked.every((request) => request > 0.01 * (before.at(-1) as number))) expect(after.every((request) => request > 0)).toBe(true);
        expect(after.filter((request, i) => Math.abs(request - (asked[i] as number)) > 1e-9).length).toBeLessThanOrEqual(2);
        if (t < asked.length - 1) expect(sum(after)).toBeCloseTo(sum(asked), 8);
      }),
      SEARCH,
    ));

  test("a cut adds a stage, a removal takes one, and the end stays", () =>
    fc.assert(
      fc.property(requests, fc.nat(), (asked, pick) => {
        const subgoals = subgoalsOf(asked);
        const cut = cutInHalf(subgoals);
        if (cut) expect([cut.length, cut.at(-1)]).toEqual([asked.length + 1, subgoals.at(-1)]);
        const fewer = without(subgoals, pick % asked.length);
        expect([fewer.length, fewer.at(-1)]).toEqual([Math.max(1, asked.length - 1), subgoals.at(-1)]);
      }),
      SEARCH,
    ));

  test("no cut where a subgoal stands or beyond the end; stretching ends at the goal exactly", () => {
    expect(cutAt([40, 100], 40)).toBeUndefined();
    expect(cutAt([40, 100], 120)).toBeUndefined();
    expect(cutAt([40, 100], 70)).toEqual([40, 70, 100]);
    expect(sum(stretchedTo([1, 1, 1], 100))).toBeCloseTo(100, 10);
  });

  test("another kind of requests keeps the stages where it can say them", () => {
    const uniform = FIRST.point;
    expect(asKind(uniform, "explicit").stages).toEqual({ kind: "explicit", requests: new Array(10).fill(10) });
    expect(asKind(asKind(uniform, "explicit"), "uniform")).toEqual(uniform);
    for (const kind of ["uniform", "partial", "explicit"] as const) for (const { point } of PRESETS) parsePoint(asKind(point, kind));
    expect(numbersIn("10, 20;30 40")).toEqual([10, 20, 30, 40]);
    expect(numbersIn("10, x")).toBeUndefined();
    expect(numbersIn(" ")).toBeUndefined();
  });
});

describe("small parts", () => {
  test("a slider left where it stands keeps every retry budget, and its ends are those of the range", () => {
    const knob = knobOf(FIRST.point, "retryBudget");
    const range = rangeOf(knob, FIRST.point);
    for (let retryBudget = range.low; retryBudget <= range.high; retryBudget++)
      expect(fromSlider(knob, range, Math.round(toSlider(knob, range, retryBudget)))).toBe(retryBudget);
    const tolerance = knobOf(FIRST.point, "tolerance");
    const { low, high } = rangeOf(tolerance, FIRST.point);
    expect([fromSlider(tolerance, { low, high }, low), fromSlider(tolerance, { low, high }, high)]).toEqual([low, high]);
  });

  test("an end of a density cannot be dragged past the other, nor sigma to nothing", () => {
    expect(withHandle(MODEL_3, "min", 99, 0.1).min).toBeCloseTo(MODEL_3.max - 0.1, 12);
    expect(withHandle(MODEL_3, "max", -5, 0.1).max).toBeCloseTo(MODEL_3.min + 0.1, 12);
    expect(withHandle(MODEL_3, "sigma", -5, 0.1).sigma).toBe(0.1);
    expect(withHandle(MODEL_3, "mu", -5, 0.1)).toEqual({ ...MODEL_3, mu: -5 });
  });

  test("a rate that is nearly 1 is not shown as 1", () => {
    expect([0.5, 0.99999876, 1 - 1e-9, 1, 0].map((rate) => shortRate(rate))).toEqual(["0.5", "1 − 0.0000012", "1", "1", "0"]);
  });

  test("faults are said at the closest field of the page", () => {
    expect(["stages.requests[3]", "stages.count", "pool[2].sigma", "weights[0]", ""].map(placeOf)).toEqual([
      "stages",
      "stages.count",
      "pool",
      "weights",
      "",
    ]);
  });

  test("places are solved coarse to fine, each once", () => {
    for (const count of [0, 1, 2, 3, 30, 31])
      expect(coarseToFine(count).toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    // Of 31 places the first five are the quarters.
    expect(
      coarseToFine(31)
        .slice(0, 5)
        .toSorted((a, b) => a - b),
    ).toEqual([0, 8, 15, 23, 30]);
  });

  test("of questions that wait only the newest is answered", async () => {
    const answered: number[] = [];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const line = latestOf<{ n: number }>(async ({ n }) => {
      answered.push(n);
      await gate;
    });
    for (const n of [1, 2, 3, 4]) line.ask({ n });
    expect(line.isStale).toBe(true);
    open();
    await expect.poll(() => answered).toEqual([1, 4]);
    expect(line.isStale).toBe(false);
  });

  test("words of a curve name the best place, and no place where all are alike", () => {
    const knob = knobOf(FIRST.point, "stages.count");
    const rows = [1, 2, 3].map((at) => ({ at, passRate: at === 2 ? 0.5 : 0.25, finalBias: 4 }));
    const { best } = curveInWords(knob, rows, { at: 2, passRate: 0.5, finalBias: 4 });
    expect(best).toBe("Best of the 3 places: pass rate 0.5 at stages K = 2; final bias 4 at all.");
    expect(curveInWords(knob, [], { at: 2, reason: "no" }).here).toBe("At stages K = 2 there are no figures: no.");
  });
});
