import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ClaimResult } from "../../model/experiment.ts";
import { bytesWritten, countKept } from "../store/sql.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { here } from "./here.ts";
import { lab, start } from "./lab.ts";

const read = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");

describe("reproduce", () => {
  test("writes figures, data, claims and a report; run again it reuses every point and writes the same", async () => {
    const folder = temporaryFolder();
    const words = ["reproduce", "--only", "retry", "--runs", "200", "--out", "made"];
    const first = await lab(folder, words);
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(/^128 points, 0 of them reused from made\/store\n3 of 3 claims hold; open made\/report\.html\n$/);
    const { files, claims } = JSON.parse(first.stdout) as { files: string[]; claims: object };
    expect(claims).toEqual({ held: 3, failed: [] });
    const expected = [
      "data/retry.csv",
      "data/retry.json",
      "claims.json",
      "figures/figure-5.svg",
      "figures/figure-5.png",
      "figures/figure-5.vl.json",
      "report.html",
    ];
    expect(files.toSorted()).toEqual(expected.toSorted());
    const report = read(folder, "made/report.html");
    expect(report).toMatch(/<svg/);
    expect(report.replaceAll(/href="https:[^"]*"|xmlns(:\w+)?="[^"]*"/g, "")).not.toMatch(/https?:|src=/); // needs no network
    expect((JSON.parse(read(folder, "made/claims.json")) as ClaimResult[]).every(({ simulation }) => simulation)).toBe(true);

    const before = expected.filter((name) => name !== "report.html").map((name) => read(join(folder, "made"), name));
    const second = await lab(folder, words);
    expect(second.stderr).toMatch(/^128 points, 128 of them reused from made\/store\n/);
    expect(expected.filter((name) => name !== "report.html").map((name) => read(join(folder, "made"), name))).toEqual(before);
    expect(readdirSync(join(folder, "made")).toSorted()).toEqual(["claims.json", "data", "figures", "report.html", "store"]);
  });

  test("loses no finished work to an interrupt", async () => {
    const folder = temporaryFolder();
    const words = ["reproduce", "--only", "retry", "--runs", "20000", "--workers", "1"];
    const { child, ended } = start(folder, words);
    const store = join(folder, "results/store");
    while (bytesWritten(store) < 5_000 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect([code, stdout]).toEqual([130, ""]);
    expect(stderr).toMatch(/^interrupted: \d+ of 128 points done; they are kept in results\/store, the same command goes on from there\n$/);
    const kept = await countKept(store);
    expect(kept).toBeGreaterThan(0);
    const again = await lab(folder, words);
    expect(again.code).toBe(0);
    expect(again.stderr).toMatch(new RegExp(`^128 points, ${kept} of them reused`));
  });

  test("knows before the work that a folder cannot be written", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "made"));
    writeFileSync(join(folder, "made/figures"), "");
    for (const out of ["made", "made/figures"]) {
      const { code, stdout, stderr } = await lab(folder, ["reproduce", "--out", out]);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^error: --out must be writable \(a file stands where a folder should\), got "made\/figures.*"\n$/);
    }
  });
});

describe("claims", () => {
  test("prints each claim with its verdict and evidence", async () => {
    const { code, stdout, stderr } = await lab(temporaryFolder(), ["claims", "--json", "--only", "retry"]);
    expect([code, stderr]).toEqual([0, "3 of 3 claims hold\n"]);
    const claims = JSON.parse(stdout) as ClaimResult[];
    expect(claims).toHaveLength(3);
    for (const claim of claims) expect(Object.keys(claim)).toEqual(["id", "figure", "statement", "holds", "evidence"]);
  });

  test("prints beside a claim where its sentence is false, and answers a mistyped name with all names", async () => {
    const { stdout } = await here(["claims", "--only", "pruning-lowers-pass-rate"]);
    expect(stdout).toMatch(/^holds .*\n +but fails at K = 11, 14\n$/);
    expect((await here(["claims", "--only", "trade-offs-aligned-flat"])).stdout).not.toMatch(/fails at/);
    expect((await here(["claims", "--only", "nothing"])).stderr).toMatch(/chunk-best-extent, got "nothing"\n$/);
  });
  test("takes the id of one claim, and refuses an unknown one naming those there are", async () => {
    const one = await lab(temporaryFolder(), ["claims", "--json", "--only", "retry-cannot-reach"]);
    expect((JSON.parse(one.stdout) as ClaimResult[]).map(({ id }) => id)).toEqual(["retry-cannot-reach"]);
    const none = await lab(temporaryFolder(), ["claims", "--only", "retries"]);
    expect([none.code, none.stdout]).toEqual([2, ""]);
    expect(none.stderr).toMatch(/^error: --only must be one of granularity,.*\n$/);
  });
});
