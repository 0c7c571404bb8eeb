import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SimulationResult, Solution } from "../../model/result.ts";
import { examplePoint as point } from "../examplePoint.ts";
import { bytesWritten, countKept } from "../store/sql.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { here } from "./here.ts";
import { lab, pointFile, start } from "./lab.ts";

describe("solve", () => {
  test("prints the solution as JSON and nothing else, from a file or standard input", async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await lab(folder, ["solve", "--point", pointFile(folder), "--json", "--law", "5"]);
    expect([code, stderr]).toEqual([0, ""]);
    const solution = JSON.parse(stdout) as Solution & { law: { progress: number; probability: number }[] };
    expect(Object.keys(solution)).toEqual(
      expect.arrayContaining(["passRate", "finalBias", "finalBiasPassed", "signedBias", "error", "stages", "quantiles"]),
    );
    expect(solution.stages).toHaveLength(10);
    const { law, ...rest } = solution;
    expect(law.map(({ progress }) => progress)).toEqual([40, 85, 130, 175, 220]); // ten stages of one to eight steps of at most 14, at least 4
    expect(law.map(({ probability }) => probability)).toEqual(law.map(({ probability }) => probability).toSorted((a, b) => a - b));
    const piped = await lab(folder, ["solve", "--point", "-", "--json"], JSON.stringify(point));
    expect(JSON.parse(piped.stdout)).toEqual(rest);
  });

  test("says it in words without --json", async () => {
    const folder = temporaryFolder();
    const { stdout } = await lab(folder, ["solve", "--point", pointFile(folder)]);
    expect(stdout).toMatch(/pass rate +0\.72\d+ +\de-\d+/);
    expect(stdout).toMatch(/final bias +\d\.\d+ .*units of work/);
    expect(stdout).toMatch(/1-10 +10 /);
  });

  test("says where the requests do not add up to the goal, and says nothing where they do", async () => {
    const folder = temporaryFolder();
    const solved = (requests: number[]) =>
      here(["solve", "--point", join(folder, pointFile(folder, { stages: { kind: "explicit", requests } }))]);
    const short = await solved([20, 20]);
    expect([short.code, short.stderr]).toEqual([
      0,
      "note: the requests add up to 40 of a goal of 100; final bias is measured from the goal\n",
    ]);
    expect((await solved([30, 30, 40])).stderr).toBe("");
  });
});

describe("simulate", () => {
  test("gives the same bytes for any number of workers, with intervals and the seed", async () => {
    const folder = temporaryFolder();
    const words = ["simulate", "--point", pointFile(folder), "--runs", "5000", "--seed", "any text: ü", "--json", "--workers"];
    const [one, two] = await Promise.all([lab(folder, [...words, "1"]), lab(folder, [...words, "2"])]);
    expect([one.code, one.stderr, two.stdout === one.stdout]).toEqual([0, "", true]);
    const { passRate, runs, seed } = JSON.parse(one.stdout) as SimulationResult;
    expect({ runs, seed }).toEqual({ runs: 5_000, seed: "any text: ü" });
    expect(passRate.low).toBeLessThan(passRate.mean);
    expect(passRate.mean).toBeLessThan(passRate.high);
  });

  test("stops at an interrupt: exit 130, nothing on standard output", async () => {
    const folder = temporaryFolder();
    const { child, ended } = start(folder, ["simulate", "--point", pointFile(folder), "--runs", "1000000000", "--workers", "1"]);
    setTimeout(() => child.kill("SIGINT"), 5_000); // long after it has begun to listen, long before it is done
    expect(await ended).toEqual({ code: 130, stdout: "", stderr: expect.stringMatching(/^interrupted: nothing was kept.*\n$/) });
  });
});

describe("sweep", () => {
  /** A simulated point takes 1,500 bytes or more in the log. */
  const TWO_RECORDS = 3_000;
  const spec = (method: string, runs = 1_000) =>
    `# a comment\nbase: ${JSON.stringify(point)}\nvary:\n  K: { field: stages.count, range: { from: 48, to: 51, step: 1 } }\nmethod: ${method}\nruns: ${runs}\n`;

  test("writes a table whole, and again from what it kept", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "spec.yaml"), spec("both"));
    const words = ["sweep", "--spec", "spec.yaml", "--out", "rows.csv", "--store", "kept"];
    expect(await lab(folder, words)).toEqual({
      code: 0,
      stdout: "",
      stderr: expect.stringMatching(
        /^4 points, 2 without figures \(the first: tolerance must be below every request.*\); rows in rows\.csv\nhighest pass rate 5\.80197e-75 at K = 48\n$/,
      ),
    });
    const first = readFileSync(join(folder, "rows.csv"), "utf8");
    const lines = first.trimEnd().split("\n");
    const columns = lines[0]?.split(",").length ?? 0;
    expect(lines[0]).toMatch(/^K,status,passRate,passRateError,.*passRateMean,passRateLow,passRateHigh,passRateCount,.*,reason$/);
    expect(lines[1]).toMatch(/^48,ok,/);
    expect(lines[1]?.split(",")).toHaveLength(columns);
    expect(lines[3]).toMatch(/^50,refused,,+"?tolerance must be/);
    const again = await lab(folder, words);
    expect(again.stderr).toMatch(/^4 points, 2 reused/);
    expect(readFileSync(join(folder, "rows.csv"), "utf8")).toBe(first);
    const json = await lab(folder, ["sweep", "--spec", "-", "--format", "jsonl", "--no-store"], spec("both"));
    const rows = json.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.map(({ K, status }) => [K, status])).toEqual([
      [48, "ok"],
      [49, "ok"],
      [50, "refused"],
      [51, "refused"],
    ]);
    expect(rows[2]).not.toHaveProperty("passRate");
    expect(String(rows[0]?.passRate)).toBe(lines[1]?.split(",")[2]);
  });

  test("an interrupt leaves no half table, keeps finished points and says how to go on", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "spec.yaml"), spec("simulate", 1_000_000).replace("from: 48", "from: 1"));
    const words = ["sweep", "--spec", "spec.yaml", "--out", "rows.csv", "--workers", "1"];
    const { child, ended } = start(folder, words);
    const store = join(folder, "results/store");
    while (bytesWritten(store) < TWO_RECORDS && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGINT");
    expect(await ended).toEqual({
      code: 130,
      stdout: "",
      stderr: expect.stringMatching(
        /^interrupted: \d+ of 51 points done; they are kept in results\/store, the same command goes on from there\n$/,
      ),
    });
    expect(readdirSync(folder).toSorted()).toEqual(["results", "spec.yaml"]);
    expect(await countKept(store)).toBeGreaterThanOrEqual(2);
  });
});

describe("the command line", () => {
  test.each(["solve", "simulate", "sweep", "claims", "reproduce"])("%s --help shows an example and units", async (command) => {
    const { code, stdout, stderr } = await here([command, "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(new RegExp(`Examples?:\\n[\\s\\S]*harness-lab ${command} --`));
    expect(stdout).toMatch(/units of work/);
  });

  test("says its version", async () => {
    expect(await lab(temporaryFolder(), ["--version"])).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: "",
    });
  });

  test("is quiet when its reader goes away", async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, "spec.json"),
      JSON.stringify({ base: point, vary: { tolerance: { range: { from: 0.001, to: 4, step: 0.001 } } } }),
    );
    const { child, ended } = start(folder, ["sweep", "--spec", "spec.json", "--no-store"]);
    await once(child.stdout, "data");
    child.stdout.destroy();
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([0, ""]);
  });
});
