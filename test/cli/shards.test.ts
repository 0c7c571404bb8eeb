import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BLOCK_RUNS } from "../../sim/block.ts";
import { examplePoint } from "../examplePoint.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { here } from "./here.ts";
import { start } from "./lab.ts";

// Tolerance 60 is refused by the model where the stages are shorter: such a point has no parts, and its row says why.
const SPEC = {
  name: "shards",
  base: examplePoint,
  vary: { K: { field: "stages.count", values: [1, 2, 5] }, E: { field: "tolerance", values: [2, 60] } },
  method: "both",
  runs: 5 * BLOCK_RUNS + 100,
};

/** A folder with the spec, and the shards of it that are asked for. */
async function shardsIn(folder: string, of: number, spec: object = SPEC, name = "part"): Promise<string[]> {
  writeFileSync(join(folder, `${name}.spec.json`), JSON.stringify(spec));
  const files: string[] = [];
  for (let i = 1; i <= of; i++) {
    files.push(join(folder, `${name}-${i}.json`));
    const words = ["sweep", "--spec", join(folder, `${name}.spec.json`), "--shard", `${i}/${of}`, "--workers", "1", "--out", files[i - 1]];
    expect(await here(words)).toMatchObject({ code: 0, stdout: "" });
  }
  return files;
}

test("shards in any order, in any number, merge into the bytes of the sweep on one machine", async () => {
  const folder = temporaryFolder();
  const files = await shardsIn(folder, 3);
  const alone = (await here(["sweep", "--spec", join(folder, "part.spec.json"), "--no-store", "--workers", "1"])).stdout;
  expect(alone.split("\n")).toHaveLength(8);
  expect(alone).toMatch(/refused/);
  expect(await here(["results", "merge", ...files.toReversed()])).toMatchObject({ code: 0, stdout: alone });
  // More shards than a point has blocks.
  expect((await here(["results", "merge", ...(await shardsIn(folder, 8, SPEC, "eight"))])).stdout).toBe(alone);
  // Negative control: one run more gives other rows.
  const other = await shardsIn(folder, 1, { ...SPEC, runs: SPEC.runs + 1 }, "other");
  expect((await here(["results", "merge", ...other])).stdout).not.toBe(alone);
});

test("what does not fit together is refused by name, and leaves no output behind", async () => {
  const folder = temporaryFolder();
  const [one, two, three] = await shardsIn(folder, 3);
  const [other] = await shardsIn(folder, 1, { ...SPEC, seed: "other" }, "other");
  const [half] = await shardsIn(folder, 2, SPEC, "half");
  const out = join(folder, "out.csv");
  const altered = (name: string, change: (text: string) => string): string => {
    writeFileSync(join(folder, name), change(readFileSync(three, "utf8")));
    return join(folder, name);
  };
  const lines = (change: (lines: string[]) => string[]) => (text: string) => `${change(text.trimEnd().split("\n")).join("\n")}\n`;
  const refusals: [files: string[], said: RegExp][] = [
    [[one, two], /every shard of 3: 3 missing/],
    [[two], /every shard of 3: 1, 3 missing/],
    [[one, two, three, two], /each shard once: shard 2 is in .*part-2.json and in, got .*part-2.json/],
    [[one, two, other], /all be of one sweep: .*part-1.json is of another than, got .*other-1.json/],
    [[one, two, half], /cut alike: .*part-1.json is one of 3, this one of 2, got .*half-1.json/],
    [
      [one, two, altered("v.json", (s) => s.replace(/"labVersion":"[^"]*"/, '"labVersion":"0.0.1"'))],
      /of this lab, .* not of 0\.0\.1 with \d+, got .*v.json/,
    ],
    [
      [one, two, altered("m.json", (s) => s.replace(/"modelVersion":\d+/, '"modelVersion":0'))],
      /model version \d+, not of .* with 0, got .*m.json/,
    ],
    [[one, two, altered("s.json", (s) => s.replace('"retryBudget":5', '"retryBudget":6'))], /was altered, got .*s.json/],
    [
      [
        one,
        two,
        altered(
          "c.json",
          lines((l) => l.slice(0, -1)),
        ),
      ],
      /must be finished: .* got .*c.json/,
    ],
    [
      [
        one,
        two,
        altered(
          "g.json",
          lines((l) => l.toSpliced(1, 1)),
        ),
      ],
      /must hold every block: \d+ to \d+ of point 1 are missing/,
    ],
    [
      [
        one,
        two,
        altered(
          "d.json",
          lines((l) => l.toSpliced(1, 0, l[1])),
        ),
      ],
      /block \d+ is there twice, got .*d.json/,
    ],
    [
      [
        one,
        two,
        altered(
          "o.json",
          lines((l) => [l[0], l[3], l[2], l[1], ...l.slice(4)]),
        ),
      ],
      /point 1 are missing|out of place/,
    ],
    [[one, two, altered("t.json", (s) => s.replace('"passed":', '"passed":1'))], /checksum does not fit its content, got .*t.json/],
    [[one, two, join(folder, "part.spec.json")], /files that `sweep --shard` wrote, got .*part.spec.json/],
    [[one, two, join(folder, "absent.json")], /files that exist, got .*absent.json/],
  ];
  for (const [files, said] of refusals) {
    expect(await here(["results", "merge", ...files, "--out", out])).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(said),
    });
    expect(existsSync(out)).toBe(false);
  }
  expect((await here(["results", "merge", one, two, three, "--out", out])).code).toBe(0);
});

test("a shard killed and started anew goes on where it was, also after a line cut short; done, it is not done again", async () => {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder, name);
  const words = (spec: string) => ["sweep", "--spec", path(spec), "--shard", "1/1", "--workers", "1", "--out", path("part.json")];
  const long = {
    base: examplePoint,
    vary: { R: { field: "retryBudget", range: { from: 1, to: 12, step: 1 } } },
    method: "simulate",
    runs: 300_000,
  };
  writeFileSync(path("long.json"), JSON.stringify(long));
  writeFileSync(path("short.json"), JSON.stringify({ ...long, runs: 10_000 }));
  const beside = path("part.json.unfinished");
  const wholeLines = () => (existsSync(beside) ? readFileSync(beside, "utf8").split("\n").slice(0, -1) : []);

  const { child, ended } = start(folder, words("long.json"));
  while (wholeLines().length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill("SIGKILL");
  await ended;
  const kept = wholeLines();
  writeFileSync(beside, `${kept.join("\n")}\n${kept[1].slice(0, 100)}`);
  // Another sweep does not take it for its own.
  expect(await here(words("short.json"))).toMatchObject({ code: 2, stderr: expect.stringMatching(/another sweep, shard or version/) });
  expect((await here(words("long.json"))).code).toBe(0);
  expect(readFileSync(path("part.json"), "utf8").startsWith(`${kept.join("\n")}\n`)).toBe(true);
  expect(existsSync(beside)).toBe(false);
  expect(await here(words("long.json"))).toMatchObject({ code: 0, stderr: expect.stringMatching(/done already/) });
  const { stdout } = await here(["results", "merge", path("part.json")]);
  expect(stdout).toBe((await here(["sweep", "--spec", path("long.json"), "--no-store", "--workers", "1"])).stdout);
});

test("options that make no share are refused", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "spec.json"), JSON.stringify({ ...SPEC, method: "exact" }));
  const spec = ["sweep", "--spec", join(folder, "spec.json")];
  for (const share of ["0/3", "4/3", "1/0", "1", "1/2/3", "a/b", "1/100001"])
    expect(await here([...spec, "--shard", share, "--out", "x"])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--shard must be i\/n/),
    });
  expect((await here([...spec, "--shard", "1/2"])).stderr).toMatch(/--out must be given with --shard/);
  expect((await here([...spec, "--shard", "1/2", "--out", join(folder, "x")])).stderr).toMatch(/method exact, which simulates nothing/);
});
