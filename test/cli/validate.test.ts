import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { estimateOnce, estimateSamples, SETTINGS } from "../../experiments/validation/coverage.ts";
import { checkPoint } from "../../experiments/validation/pointChecks.ts";
import { STATEMENTS } from "../../experiments/validation/samples.ts";
import { searchedPoint, steeredPoint } from "../../experiments/validation/searchedPoint.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { lab } from "./lab.ts";

describe("validate", () => {
  test("finds no violation, prints a row a statement, writes figures and record, and says in threads what is said without", async () => {
    const folder = temporaryFolder();
    const options = { points: 12, repeats: 6, seed: "test" };
    const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const { code, stdout } = await lab(folder, ["validate", ...words, "--workers", "2", "--json", "--out", "out"]);
    const out = join(folder, "out");
    expect(code).toBe(0);
    const { statements, violations, points } = JSON.parse(stdout);
    expect(violations).toBe(0);
    expect(points.searched).toBe(options.points);
    expect(statements).toHaveLength(Object.keys(STATEMENTS).length);
    expect(statements[0]).toMatchObject({ theorem: "T1", violations: 0 });
    expect(stdout).not.toMatch(/null/);
    expect(readdirSync(out).toSorted()).toEqual(
      ["theorem-1", "theorem-2", "theorem-3"]
        .flatMap((name) => [`${name}.png`, `${name}.svg`, `${name}.vl.json`])
        .concat("validation.json")
        .toSorted(),
    );
    const record = JSON.parse(readFileSync(join(out, "validation.json"), "utf8"));
    expect(record.samples.stopping.length).toBeGreaterThan(100);
    const [{ points: of, vacuous }] = statements; // table and picture count alike
    expect(readFileSync(join(out, "theorem-1.vl.json"), "utf8")).toContain(`above 0 at ${of - vacuous} of ${of} points`);

    // Threads give results in the order of what was asked (test/experiments/inThreads.test.ts), so what each is by itself is all that is
    // left to hold: the last points, which stand at the end of every list, and the estimates.
    const last = [options.points - 2, options.points - 1].map((i) =>
      checkPoint({ point: searchedPoint(options.seed, i), steered: steeredPoint(options.seed, i) }),
    );
    const expectEnd = (list: readonly unknown[], end: readonly unknown[]) => {
      expect(end).not.toHaveLength(0);
      expect(list.slice(-end.length)).toEqual(JSON.parse(JSON.stringify(end)));
    };
    expectEnd(
      record.samples.odds,
      last.flatMap(({ odds }) => odds),
    );
    expectEnd(
      record.samples.bounds,
      last.flatMap(({ bound }) => (bound ? [bound] : [])),
    );
    expectEnd(
      record.samples.stopping,
      last.flatMap(({ stopping }) => (stopping ? [stopping] : [])),
    );
    const estimates = SETTINGS.flatMap((_, setting) => {
      const repeats = Array.from({ length: options.repeats }, (_, repeat) => estimateOnce({ seed: options.seed, setting, repeat }));
      return estimateSamples(setting, repeats, options.repeats);
    });
    expect(record.samples.estimates).toEqual(JSON.parse(JSON.stringify(estimates)));
  });
  test.each([
    [["--points", "-1"], /--points must be a whole number/],
    [["--repeats", "0"], /--repeats must be a whole number/],
    [["--out", ""], /--out must name a file or a folder/],
  ])("%o is refused", async (words, rule) => {
    const { code, stderr } = await lab(temporaryFolder(), ["validate", ...words]);
    expect(code).toBe(2);
    expect(stderr).toMatch(rule);
  });
});
