import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Recommendation } from "../../model/recommendation.ts";
import { parsePoint } from "../../model/validate.ts";
import { solve } from "../../theory/solve.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { here } from "./here.ts";

const EXAMPLE = join(import.meta.dirname, "../../examples/steps.txt");
const TASK = ["--goal", "60", "--tolerance", "2"];
const written = (text: string) => {
  const path = join(temporaryFolder(), "given.txt");
  writeFileSync(path, text);
  return path;
};
const POOL = '[{"mu": 10, "sigma": 6, "min": 4, "max": 14}]';

describe("recommend", () => {
  test("--steps --json: exactly the names, and stages that solve", async () => {
    const { code, stdout, stderr } = await here(["recommend", "--steps", EXAMPLE, ...TASK, "--json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const out = JSON.parse(stdout) as Recommendation;
    expect(Object.keys(out)).toEqual(["agent", "fit", "harness", "passRate", "finalBias", "reasons"]);
    expect(Object.keys(out.agent)).toEqual(["pool", "weights"]);
    expect(Object.keys(out.harness ?? {})).toEqual(["stages", "retryBudget"]);
    expect(Object.keys(out.passRate ?? {})).toEqual(["estimate", "low", "high"]);
    const { pool, weights } = out.agent;
    const point = parsePoint({ goal: 60, stages: out.harness?.stages, tolerance: 2, stepBudget: 8, retryBudget: 5, pool, weights });
    const solution = solve(point);
    expect(out.passRate?.estimate).toBeCloseTo(solution.passRate, 12);
    expect(out.finalBias).toBeCloseTo(solution.finalBias, 12);
    expect(out.fit?.status).toBe("ok");
    expect(out.passRate?.low).toBeLessThan(out.passRate?.estimate ?? 0);
  });

  test("says it in words, the answer first, and draws it", async () => {
    const folder = temporaryFolder();
    const { code, stdout } = await here(["recommend", "--steps", EXAMPLE, ...TASK, "--out", join(folder, "drawn")]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Recommended for a goal of 60: /);
    expect(stdout).toMatch(/Predicted pass rate 0\.\d+ \(95% interval/);
    expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
    const svg = readFileSync(join(folder, "drawn", "recommendation.svg"), "utf8");
    expect(svg).toMatch(/recommended: /);
    expect(svg).toMatch(/200 observed/);
    expect(svg).not.toMatch(/NaN/);
    expect(existsSync(join(folder, "drawn", "recommendation.png"))).toBe(true);
  });

  test("--pool takes members or an object, with the defaults said in help", async () => {
    const members = await here(["recommend", "--pool", written(POOL), ...TASK, "--json"]);
    const object = await here([
      "recommend",
      "--pool",
      written(`{"pool": ${POOL}}`),
      ...TASK,
      "--step-budget",
      "8",
      "--retry-budget",
      "5",
      "--json",
    ]);
    expect(members.code).toBe(0);
    expect(object.stdout).toBe(members.stdout);
    const out = JSON.parse(members.stdout) as Recommendation;
    expect(Object.keys(out)).toEqual(["agent", "harness", "passRate", "finalBias", "reasons"]);
    const drawn = join(temporaryFolder(), "drawn.png");
    expect((await here(["recommend", "--pool", written(POOL), ...TASK, "--out", drawn])).code).toBe(0);
    expect(existsSync(drawn)).toBe(true);
  });

  test("where nothing can pass: exit 0, no number in its place, and a picture still", async () => {
    const pool = written('[{"mu": 6, "sigma": 1, "min": 5, "max": 8}]');
    const drawn = join(temporaryFolder(), "none.svg");
    const words = ["recommend", "--pool", pool, "--goal", "3", "--tolerance", "0.5"];
    const { code, stdout } = await here([...words, "--json", "--out", drawn]);
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(stdout))).toEqual(["agent", "reasons", "absent"]);
    expect((await here(words)).stdout).toMatch(/^No harness can be recommended/);
    expect(existsSync(drawn)).toBe(true);
  });

  // 20 attempts do what 4 do; text, JSON and the point written are all for the 20 that were given.
  test("predicts at the retry budget given, and writes a point that solves to what is said", async () => {
    const out = join(temporaryFolder(), "kept");
    const words = ["recommend", "--pool", written(POOL), "--goal", "12", "--tolerance", "2", "--retry-budget", "20", "--out", out];
    const { stdout } = await here(words);
    const said = JSON.parse((await here([...words, "--json"])).stdout) as Recommendation;
    const point = parsePoint(JSON.parse(readFileSync(join(out, "recommendation.point.json"), "utf8")));
    expect(point).toMatchObject({ stages: said.harness?.stages, retryBudget: 20 });
    const solution = solve(point);
    expect(said.passRate?.estimate).toBe(solution.passRate);
    expect(said.finalBias).toBe(solution.finalBias);
    expect(stdout).toMatch(/with up to 20 attempts each\.\nPredicted pass rate [\d.]+ \(exact; error ±\de-\d+\)/);
    expect(stdout).toContain(`${Number(solution.meanSteps.toPrecision(4))} steps a run on average`);
    const enough = /retry budget: (\d+) attempts? at a stage would do, at a pass rate of ([\d.]+)/.exec(stdout) ?? [];
    expect(Number(enough[1])).toBeLessThan(20);
    expect(Number(enough[2])).toBeCloseTo(solve({ ...point, retryBudget: Number(enough[1]) }).passRate, 3);
  });

  test("a hopeless case is called that first, with the best that was found", async () => {
    const words = ["recommend", "--pool", written(POOL), "--goal", "1000", "--tolerance", "0.02", "--retry-budget", "1"];
    const { code, stdout } = await here(words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^HOPELESS: no harness found passes more often than \d\.\d+e-\d+\. /);
    expect(stdout).toMatch(/^Best found for a goal of 1000: /m);
    expect(stdout).not.toMatch(/would do|Recommended/);
    const [first] = (JSON.parse((await here([...words, "--json"])).stdout) as Recommendation).reasons;
    expect(first).toMatch(/^HOPELESS/);
    expect((await here(["recommend", "--pool", written(POOL), ...TASK])).stdout).not.toMatch(/HOPELESS/);
  });

  test("steps that no continuous law holds: the warning and its likely cause stand before the answer", async () => {
    const steps = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 0 : 4 + ((i * 37) % 60) / 6.1));
    const { stdout } = await here(["recommend", "--steps", written(steps.join("\n")), ...TASK]);
    expect(stdout).toMatch(/^WRONG MODEL: [^\n]*20 of 60 are exactly 0[^\n]*What to do: /);
    expect(stdout.indexOf("WRONG MODEL")).toBeLessThan(stdout.indexOf("Recommended for"));
  });

  test("the agent's guidance is shown", async () => {
    const pool = written(
      `{"pool": [${POOL.slice(1, -1)}, {"mu": 6, "sigma": 2, "min": 4, "max": 8}], "guidance": {"kind": "aligned", "strength": 3}}`,
    );
    expect((await here(["recommend", "--pool", pool, ...TASK])).stdout).toMatch(/^guidance: aligned, strength 3$/m);
  });

  test("blank lines, comments and either line end are passed over", async () => {
    const text = "# ours\r\n\r\n1 # first\r\n2\r\n3\r\n4\r\n5.5\r\n";
    const { code, stdout } = await here(["recommend", "--steps", written(text), "--goal", "20", "--tolerance", "1", "--json"]);
    expect(code).toBe(0);
    const { fit, reasons } = JSON.parse(stdout) as Recommendation;
    expect(fit).toMatchObject({ status: "too few", steps: 5 });
    expect(reasons.join(" ")).toMatch(/TOO FEW/);
  });

  const steps = (text: string) => () => ["--steps", written(text), ...TASK];
  const pool = (text: string) => () => ["--pool", written(text), ...TASK];
  test.each<[string, () => string[], RegExp]>([
    ["no agent", () => TASK, /^error: --steps or --pool must be given/],
    ["two agents", () => ["--steps", EXAMPLE, "--pool", written(POOL), ...TASK], /cannot be used with/],
    ["no goal", () => ["--steps", EXAMPLE, "--tolerance", "2"], /--goal/],
    ["no tolerance", () => ["--steps", EXAMPLE, "--goal", "60"], /--tolerance/],
    [
      "a goal within the tolerance",
      () => ["--steps", EXAMPLE, "--goal", "1", "--tolerance", "2"],
      /^error: tolerance must be below every request/,
    ],
    ["a goal below 0", () => ["--steps", EXAMPLE, "--goal", "-1", "--tolerance", "2"], /^error: goal must be > 0/],
    [
      "half a step",
      () => ["--steps", EXAMPLE, ...TASK, "--step-budget", "1.5"],
      /^error: --step-budget must be a whole number from 1 to 1000, got "1.5"/,
    ],
    ["no attempts", () => ["--steps", EXAMPLE, ...TASK, "--retry-budget", "0"], /^error: --retry-budget must be a whole number/],
    ["a word", steps("1\n2\n\nthree\n4\n5\n"), /^error: --steps, line 4, must hold one finite number, got "three"/],
    ["two numbers on a line", steps("1 2\n3\n4\n5\n6"), /^error: --steps, line 1, must hold one finite number, got "1 2"/],
    ["a header", steps("# c\nstep\n1\n2\n3\n4\n5\n"), /^error: --steps, line 2, must hold a number, not a header: remove it/],
    ["a picture of another kind", () => ["--steps", EXAMPLE, ...TASK, "--out", "x.jpg"], /^error: --out must end in \.svg or \.png/],
    ["infinity", steps("1\n2\n3\n4\n1e999"), /^error: --steps, line 5, must hold one finite number/],
    [
      "a step back",
      steps("# c\n1\n-2\n3\n4\n5"),
      /^error: --steps, line 3, must hold a step >= 0 \(an agent that goes backwards is outside the model\), got -2/,
    ],
    ["a step too far", steps("1\n2\n3\n4\n1e9"), /^error: --steps, line 5, must hold a step <= 250000000/],
    ["four steps", steps("1\n2\n3\n4\n"), /^error: --steps must hold at least 5 steps, got 4/],
    ["one value", steps("\n7\n7\n7\n7\n7\n"), /^error: --steps, lines 2 to 6, must not all hold the same step/],
    ["one value within rounding", steps("7\n7\n7\n7\n7.0000001\n"), /^error: steps must differ by/],
    ["no file", () => ["--steps", "/nowhere/steps.txt", ...TASK], /^error: --steps must be a file that exists/],
    ["an empty file", steps(""), /^error: --steps must not be empty/],
    ["a pool of numbers", pool("[1]"), /^error: pool\[0\]/],
    ["an empty pool", pool("[]"), /^error: pool must/],
    ["no pool", pool("3"), /^error: --pool must hold an array/],
    ["weights of no pool member", pool(`{"pool": ${POOL}, "weights": [1, 2]}`), /^error: weights must have one entry/],
    ["a task in the pool", pool(`{"pool": ${POOL}, "goal": 7}`), /^error: goal is none of pool, weights/],
    ["pruning", pool(`{"pool": ${POOL}, "prune": 1}`), /^error: prune is none of/],
    ["no picture's name", () => ["--steps", EXAMPLE, ...TASK, "--out", ""], /^error: --out must name/],
  ])("refuses %s", async (_, words, said) => {
    const { code, stdout, stderr } = await here(["recommend", ...words(), "--json"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(said);
    expect(stderr.trimEnd()).not.toMatch(/\n/);
  });

  test("--help shows examples, defaults and units", async () => {
    const { code, stdout } = await here(["recommend", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Example:\n[\s\S]*examples\/steps\.txt/);
    expect(stdout).toMatch(/default: 8/);
    expect(stdout).toMatch(/default: 5/);
    expect(stdout).toMatch(/units of work/);
  });
});
