import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { PairedComparison } from "../../model/comparison.ts";
import type { RareEstimate } from "../../model/rare.ts";
import { examplePoint as point } from "../examplePoint.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { here } from "./here.ts";
import { pointFile } from "./lab.ts";

/** Stands in a folder that holds the example point, one attempt more, one beyond the exact solver and one out of reach. */
function folderWithPoints(): void {
  const folder = temporaryFolder();
  const home = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(home));
  pointFile(folder);
  const write = (name: string, changes: object) => writeFileSync(join(folder, name), JSON.stringify({ ...point, ...changes }));
  write("more.json", { retryBudget: 6 });
  write("unreachable.json", { stepBudget: 1, stages: { kind: "uniform", count: 2 } });
  const pool = Array.from({ length: 16 }, (_, i) => ({ mu: 6 + i / 4, sigma: 2, min: 4, max: 14 }));
  write("manySubsets.json", { pool, prune: 8 });
}

describe("compare", () => {
  const words = ["compare", "--point", "point.json", "--with", "more.json", "--runs", "20000"];

  test("the exact difference lies within a few widths of the paired one; swapping the points changes the signs", async () => {
    folderWithPoints();
    const { code, stdout, stderr } = await here([...words, "--json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const there = JSON.parse(stdout) as PairedComparison & { exact: { passRate: { difference: number } } };
    const { mean, low, high } = there.passRate;
    // Twice the width is 7.8 standard errors.
    expect(Math.abs(there.exact.passRate.difference - mean)).toBeLessThan(2 * (high - low));
    const back = JSON.parse((await here(["compare", "--point", "more.json", "--with", "point.json", "--runs", "20000", "--json"])).stdout);
    expect(back.passRate).toMatchObject({ mean: -mean, low: -high, high: -low });
    expect(back.exact.passRate.difference).toBeCloseTo(-there.exact.passRate.difference, 15);
  });

  test("says it in words", async () => {
    folderWithPoints();
    const { stdout } = await here(words);
    expect(stdout).toMatch(/exact difference +error +paired difference +low +high +shorter by/);
    expect(stdout).toMatch(/pass rate +0\.7\d+ +0\.8\d+ +0\.127652 /);
    expect(stdout).toMatch(/0 at the first only/);
  });

  test("stands alone where the exact solver refuses, and says why", async () => {
    folderWithPoints();
    const { code, stdout } = await here(["compare", "--point", "point.json", "--with", "manySubsets.json", "--runs", "1000"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/no exact difference: prune must leave at most 2000 subsets/);
    expect(stdout).not.toMatch(/NaN/);
  });
});

describe("rare", () => {
  test.each(["pass", "fail"])("%s: the exact rate stands beside the estimate", async (event) => {
    folderWithPoints();
    const { code, stdout, stderr } = await here(["rare", "--point", "point.json", "--event", event, "--effort", "2000", "--json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const { rate, relativeError, exact, levels } = JSON.parse(stdout) as RareEstimate & { exact: { rate: number } };
    expect(rate?.mean).toBeDefined();
    // 8 standard errors.
    expect(Math.abs((rate?.mean ?? 0) - exact.rate)).toBeLessThan(8 * (relativeError ?? 0) * exact.rate);
    expect(levels.map(({ request, stages }) => [request, stages])).toEqual([[10, 10]]);
  });

  test("says it in words, and gives the reason where there is no rate", async () => {
    folderWithPoints();
    expect((await here(["rare", "--point", "point.json", "--effort", "1000"])).stdout).toMatch(
      /^pass rate +low +high +relative error +exact +error\n0\.7/,
    );
    const { code, stdout } = await here(["rare", "--point", "unreachable.json", "--effort", "1000"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/no pass rate: no attempt drawn at request 50 was accepted/);
    expect(stdout).not.toMatch(/NaN|Infinity/);
  });
});

test.each([
  ["compare --point point.json", /'--with <file>' not specified/],
  ["compare --point - --with -", /--with must be a file where --point is standard input, got "-"/],
  ["compare --point point.json --with missing.json", /--with must be a file that exists, got "missing\.json"/],
  ["compare --point point.json --with more.json --runs 1", /--runs must be a whole number from 2 to .*got "1"/],
  ["rare --point point.json --event both", /'--event <event>' argument 'both' is invalid/],
  ["rare --point point.json --effort 10", /--effort must be a whole number from 1000 to 100000000, got "10"/],
])("bad input: %s", async (line, message) => {
  folderWithPoints();
  const { code, stdout, stderr } = await here(line.split(" "));
  expect([code, stdout, stderr.split("\n").length]).toEqual([2, "", 2]);
  expect(stderr).toMatch(message);
});

test.each(["compare", "rare"])("%s has an example in its help", async (command) => {
  const { code, stdout } = await here([command, "--help"]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(new RegExp(`Example:\\n {2}harness-lab ${command} --point`))]);
});
