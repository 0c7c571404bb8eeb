import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { STATEMENTS } from "../../experiments/validation/samples.ts";
import { validate } from "../../experiments/validation/validate.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { lab } from "./lab.ts";

describe("validate", () => {
  test("finds no violation, prints a row a statement, writes figures and record, and says the same on any number of workers", async () => {
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

    let done = 0;
    const one = await validate({ ...options, workers: 1, onDone: () => void done++ });
    expect(record).toMatchObject(JSON.parse(JSON.stringify(one)));
    expect(done).toBe(points.canonical + options.points + 2 * options.repeats);
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
