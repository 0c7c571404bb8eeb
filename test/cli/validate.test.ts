import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporaryFolder.ts";
import { lab } from "./lab.ts";

describe("validate", () => {
  test("prints a row a statement as JSON, writes figures and record, and exits 0", async () => {
    const folder = temporaryFolder();
    const { code, stdout } = await lab(folder, ["validate", "--points", "4", "--repeats", "4", "--json", "--out", "out"]);
    const out = join(folder, "out");
    expect(code).toBe(0);
    const { statements, violations, points } = JSON.parse(stdout);
    expect(violations).toBe(0);
    expect(points.searched).toBe(4);
    expect(statements[0]).toMatchObject({ theorem: "T1", violations: 0 });
    expect(readdirSync(out).toSorted()).toEqual(
      ["theorem-1", "theorem-2", "theorem-3"]
        .flatMap((name) => [`${name}.png`, `${name}.svg`, `${name}.vl.json`])
        .concat("validation.json")
        .toSorted(),
    );
    expect(JSON.parse(readFileSync(join(out, "validation.json"), "utf8")).samples.stopping.length).toBeGreaterThan(100);
  }, 120_000);
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
