import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { EXPERIMENTS, experimentsAt } from "../../experiments/catalogue.ts";
import { judged } from "../../experiments/claims/applicable.ts";
import { rises, type Series } from "../../experiments/claims/series.ts";
import { distanceFromCanonical, nearerFailure } from "../../experiments/robustness/nearest.ts";
import { outcomesAt, RESOLUTION } from "../../experiments/robustness/outcomes.ts";
import { runRobustness } from "../../experiments/robustness/robustness.ts";
import { settingAt } from "../../experiments/robustness/settingAt.ts";
import {
  CANONICAL_COORDINATES,
  CANONICAL_PLACE,
  coordinateOf,
  PARAMETERS,
  type Place,
  placeAt,
  valueAt,
} from "../../experiments/robustness/space.ts";
import { sweepOf } from "../../experiments/robustness/sweepOf.ts";
import { CANONICAL_SETTING } from "../../experiments/setting.ts";
import { parseSweep } from "../../experiments/sweep/sweep.ts";
import { parsePoint } from "../../model/validate.ts";
import { sobolSequence } from "../../numerics/sobol.ts";
import { headlineSolver } from "../../theory/sharedAttempts.ts";
import { solve } from "../../theory/solve.ts";
import { lab, start } from "../cli/lab.ts";
import { bytesWritten, sql } from "../store/sql.ts";
import { temporaryStore } from "../store/temporaryStore.ts";
import { temporaryFolder } from "../temporaryFolder.ts";

const ALL = EXPERIMENTS.map(({ id }) => id);
const outcomes = (change: Partial<Place>, experiments: readonly string[]) =>
  Object.assign({}, ...Object.values(outcomesAt({ place: { ...CANONICAL_PLACE, ...change }, experiments }))) as Record<
    string,
    { outcome: string; reason?: string }
  >;
const at = sobolSequence(PARAMETERS.length, "test");

describe("the canonical setting is a place of the space", () => {
  test("its coordinates lead to it, and its place to the canonical setting", () => {
    expect(distanceFromCanonical(CANONICAL_COORDINATES)).toBe(0);
    const there = settingAt(placeAt(CANONICAL_COORDINATES));
    const numbers = (value: unknown): number[] =>
      typeof value === "number" ? [value] : typeof value === "object" && value ? Object.values(value).flatMap(numbers) : [];
    numbers(CANONICAL_SETTING).forEach((value, i) => {
      expect(Math.abs(numbers(there)[i] - value)).toBeLessThan(1e-12 * Math.max(1, value));
    });
  });
  test("every claim holds there in its general form, as in the caption's", () => {
    const found = outcomes({}, ALL);
    expect(Object.keys(found)).toEqual(EXPERIMENTS.flatMap(({ claims }) => claims.map(({ id }) => id)));
    expect(Object.values(found).filter(({ outcome }) => outcome !== "yes")).toEqual([]);
  });
  // A predicate that cannot say no says nothing. The last is a theorem and cannot fail: docs/theory/robustness.md (B.7).
  test("negative control: elsewhere they fail", () => {
    expect(outcomes({ verification: "stage-end" }, ["guidance"])["guidance-aligned-pass-rate-up"].outcome).toBe("no");
    expect(outcomes({ tolerance: 0.1 }, ["granularity"])["granularity-bias-quadruples"].outcome).toBe("no");
    expect(outcomes({ verification: "stage-end" }, ["tolerance"])["tolerance-pass-rate-rises"].outcome).toBe("yes");
  });
});

test("a value and its coordinate belong together, and the ends of every axis are within its range", () => {
  for (const parameter of PARAMETERS)
    for (const u of [0, 0.1, 0.5, 0.999, 1]) {
      const value = valueAt(parameter, u);
      expect(valueAt(parameter, coordinateOf(parameter, value))).toEqual(typeof value === "number" ? expect.closeTo(value, 9) : value);
      if (parameter.kind === "number") expect(Number(value) >= parameter.from - 1e-12 && Number(value) <= parameter.to + 1e-9).toBe(true);
    }
});

// The resolution must be an honest one: what `solve` says, with its error, lies within it.
test("shared attempts give the figures of the exact solution to the resolution", () => {
  for (let i = 0; i < 6; i++) {
    const points = experimentsAt(settingAt(placeAt(at(i)))).flatMap(({ curves }) =>
      curves.flatMap(({ cells }) => cells.flatMap(({ of }) => (of.kind === "point" ? [parsePoint(of.point)] : []))),
    );
    const headline = headlineSolver();
    for (const point of points.filter((_, k) => k % 40 === i % 40)) {
      const [mine, exact] = [headline(point), solve(point)];
      expect(Math.abs(mine.passRate - exact.passRate)).toBeLessThan(RESOLUTION / 5);
      expect(Math.abs(mine.finalBias - exact.finalBias)).toBeLessThan((RESOLUTION / 5) * point.goal);
    }
  }
});

describe("what cannot be asked is not answered", () => {
  const series = (values: readonly number[]): Series => ({
    name: "test",
    at: values.map((_, i) => i),
    ranges: values.map((value) => ({ value, low: value, high: value })),
  });
  test("a curve that does not move is no case of a claim, and neither held nor failed", () => {
    expect(judged([series([0, 0, 0])], 1e-3, rises)).toBe("not applicable");
    expect(judged([series([1, 1, 1 - 1e-6])], 1e-3, rises)).toBe("not applicable");
    expect(judged([], 1e-3, rises)).toBe("not applicable");
    expect(judged([series([0, 0]), series([0, 1])], 1e-3, rises)).toBe("yes");
    expect(judged([series([0, 0]), series([1, 0])], 1e-3, rises)).toBe("no");
  });
  test("a tolerance so wide that nothing is out of reach", () => {
    expect(outcomes({ tolerance: 0.7 }, ["retry"])["retry-cannot-reach"].outcome).toBe("not applicable");
  });
  test("a place that the model refuses is counted with its reason", () => {
    const { outcome, reason } = outcomes({ spread: 3 }, ["partial"])["partial-pass-rate-unimodal"];
    expect([outcome, reason]).toEqual(["refused", expect.stringMatching(/^pool\[0\]\.min /)]);
  });
});

describe("a run", () => {
  const claims = ["trade-offs-aligned-flat", "retry-cannot-reach"];
  const run = (change: object) => runRobustness({ points: 6, seed: "a", workers: 1, claims, ...change });
  test("is the same on any number of workers; what is stored is not solved again, also by a larger one", async () => {
    const store = await temporaryStore();
    const reused: number[] = [];
    const onProgress = ({ doing, reused: kept }: { doing: string; reused: number }) => {
      if (doing === "places") reused.push(kept);
    };
    const one = await run({ store, onProgress });
    expect(reused.at(-1)).toBe(0);
    expect(await run({ workers: 2 })).toEqual(one);
    expect(await run({ store, onProgress })).toEqual(one);
    expect(reused.at(-1)).toBe(6);
    const more = await run({ store, points: 7, onProgress });
    expect(reused.at(-1)).toBe(6);
    const [flat] = more.claims;
    expect(flat).toMatchObject({ held: 7, failed: 0, share: { value: 1 }, absent: { nearestFailure: expect.any(String) } });
    for (const { points, held, failed, notApplicable, cannotTell, refused, unresolved } of more.claims)
      expect(held + failed + notApplicable + cannotTell + refused + unresolved).toBe(points);
  });
  test("stops with the signal's reason", async () => {
    await expect(run({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
  });
});

test("the search for a nearer failure ends at one, no farther, that a sweep and a point can be asked of", async () => {
  const claim = "guidance-aligned-pass-rate-up";
  const far = PARAMETERS.map((parameter, axis) =>
    parameter.name === "verification" ? 0.75 : parameter.name === "retryBudget" ? 0.9 : CANONICAL_COORDINATES[axis],
  );
  const nearer = nearerFailure({ experiment: "guidance", claim, coordinates: far });
  const place = placeAt(nearer);
  expect(outcomes(place, ["guidance"])[claim].outcome).toBe("no");
  expect(distanceFromCanonical(nearer)).toBeLessThanOrEqual(distanceFromCanonical(far));
  expect(place.retryBudget).toBe(CANONICAL_PLACE.retryBudget); // it fails without that
  const [guidance] = experimentsAt(settingAt(place)).filter(({ id }) => id === "guidance");
  const { sweep, point } = sweepOf(guidance) as { sweep: object; point: object };
  parsePoint(point);
  const parsed = await parseSweep(sweep);
  const cells = guidance.curves.flatMap((curve) => curve.cells);
  expect(parsed.count).toBe(cells.length);
  cells.forEach(({ of }, i) => {
    expect(parsePoint(parsed.at(i).point)).toEqual(of.kind === "point" ? parsePoint(of.point) : undefined);
  });
});

test("killed in the middle, the same command goes on: same result, nothing solved twice", async () => {
  const POINTS = 60; // some three seconds of work, of which the first records take a tenth
  const folder = temporaryFolder();
  const words = (store: string) => [
    "robustness",
    "--points",
    String(POINTS),
    "--only",
    "trade-offs",
    "--workers",
    "1",
    "--json",
    ...store.split(" "),
  ];
  const kept = join(folder, "kept");
  const { child } = start(folder, words("--store kept"));
  while (bytesWritten(kept) < 10_000) await pause(5);
  child.kill("SIGKILL");
  await once(child, "exit");
  const records = () => sql(kept, "select key, record from results order by key"); // holds when each was made
  const before = await records();
  expect(before.length).toBeGreaterThan(0);
  expect(before.length).toBeLessThan(POINTS);
  const [again, fresh] = [await lab(folder, words("--store kept")), await lab(folder, words("--no-store"))];
  expect(again.code).toBe(0);
  expect(JSON.parse(again.stdout)).toEqual(JSON.parse(fresh.stdout));
  const after = await records();
  expect(after).toHaveLength(POINTS);
  expect(after).toEqual(expect.arrayContaining(before));
});
