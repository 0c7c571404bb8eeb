import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Optimum } from "../../cli/optimumSummary.ts";
import { dominates } from "../../theory/optimal/planFigures.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { here } from "./here.ts";
import { pointFile } from "./lab.ts";

const EXAMPLE = join(import.meta.dirname, "../../examples/point.json");
/** A goal of 20 in a few long steps: small enough for every part to be quick. */
const SMALL = { goal: 20, stages: { kind: "uniform", count: 2 }, pool: [{ mu: 5, sigma: 2, min: 3, max: 8 }] };
const small = (changes: object = {}) => {
  const folder = temporaryFolder();
  return { folder, point: join(folder, pointFile(folder, { ...SMALL, ...changes })) };
};

describe("optimum", () => {
  test("--json holds the plan with its bound, and every part asked for", async () => {
    const { point } = small();
    const words = ["optimum", "--point", point, "--json", "--adaptive", "--guidance", "--pareto"];
    const { code, stdout, stderr } = await here(words);
    expect([code, stderr]).toEqual([0, ""]);
    const { best, uniform, partial, front, feedback, guidance } = JSON.parse(stdout) as Optimum;
    expect(best?.requests.reduce((sum, request) => sum + request, 0)).toBeCloseTo(20, 9);
    expect(best?.upperBound).toBeGreaterThanOrEqual(best?.passRate ?? 2);
    for (const rival of [uniform, partial]) expect(rival?.passRate).toBeLessThanOrEqual((best?.passRate ?? 0) + 1e-9);
    expect(front?.length).toBeGreaterThan(0);
    // One request of 20 is among the fixed plans, and nothing arrives more often: feedback is worth 0 here, to rounding.
    expect(Math.abs(feedback?.worth?.arrivalRate ?? 1)).toBeLessThan(1e-9);
    expect(feedback?.worth?.biasSaved).toBeGreaterThan(0);
    const { passing, arriving, homing } = feedback?.fixed ?? {};
    expect(passing?.requests).toEqual(best?.requests);
    expect(arriving?.arrivalRate).toBeGreaterThanOrEqual(passing?.arrivalRate ?? 2);
    expect(homing?.finalBias).toBeLessThanOrEqual(passing?.finalBias ?? -1);
    expect(guidance?.rules.map(({ rule }) => rule)).toContain("optimal");
  });

  test("says it in words", async () => {
    const { point } = small();
    const { stdout } = await here(["optimum", "--point", point, "--adaptive", "--guidance", "--max-bias", "0.001"]);
    for (const said of [
      /Best fixed plan: /,
      /Certified: no fixed plan passes more often by more than \de-\d+/,
      /the fewest expected steps are [\d.]+ and the least final bias is [\d.]+/,
      /Worth of feedback, .*: 0 \(within \de-\d+\) arrival rate, \+0\.24\d* ± \de-\d+ units of final bias saved/,
      /nothing to steer/,
      /no plan found keeps within/,
    ])
      expect(stdout).toMatch(said);
    expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("every plan that is printed is on the front, or beaten by one that is", async () => {
    const words = ["--point", EXAMPLE, "--pareto", "--adaptive", "--max-bias", "1.79675"];
    const optimum = JSON.parse((await here(["optimum", ...words, "--json"])).stdout) as Optimum;
    const { best, capped, feedback, front = [] } = optimum;
    const printed = [best, capped, feedback?.fixed?.passing, feedback?.fixed?.arriving, feedback?.fixed?.homing];
    for (const plan of printed) {
      if (!plan) throw new Error("a plan was expected");
      const on = front.some(({ requests }) => requests.every((request, t) => Math.abs(request - plan.requests[t]) < 1e-5));
      expect(on || front.some((other) => dominates(other, plan))).toBe(true);
    }
    for (const plan of front) expect(front.some((other) => dominates(other, plan))).toBe(false);
    // The comparison has teeth: the front less its plan of least bias no longer holds what is said to end nearest.
    const homing = feedback?.fixed?.homing;
    const without = front.filter(({ finalBias }) => finalBias > (homing?.finalBias ?? 0) + 1e-9);
    expect(without.length).toBe(front.length - 1);
    expect(without.some((other) => homing && dominates(other, homing))).toBe(false);
  });

  test("figures with feedback have one error each, and no digit below it", async () => {
    const { stdout } = await here(["optimum", "--point", small().point, "--adaptive"]);
    const row = /^final bias .*? ([\d.]+) ± (\de[-+]\d+)$/m.exec(stdout) ?? [];
    expect(10 ** -(row[1]?.split(".")[1]?.length ?? 0)).toBeGreaterThanOrEqual(Number(row[2]) / 10.01);
    expect(stdout).not.toMatch(/error of|^- is where/m);
  });

  test("one pool member has nothing to steer, and a bound is called one", async () => {
    const { stdout } = await here(["optimum", "--point", small().point, "--guidance", "--max-bias", "4"]);
    expect(stdout).toMatch(/nothing to steer; pass rate 0\.\d+ under every rule/);
    expect(stdout).toMatch(/no less often than this one and no more often than [\d.]+, a bound/);
  });

  test("draws the front and prints it as CSV", async () => {
    const { folder, point } = small();
    const { code, stdout } = await here(["optimum", "--point", point, "--pareto", "--csv", "--out", join(folder, "front.svg")]);
    expect(code).toBe(0);
    const [head, first] = stdout.split("\n");
    expect(head).toBe("passRate,finalBias,meanSteps,stages,requests");
    expect(first?.split(",")).toHaveLength(5);
    expect(readFileSync(join(folder, "front.svg"), "utf8")).toMatch(/final bias \(units of work\)/);
    const both = await here(["optimum", "--point", point, "--pareto", "--json", "--out", join(folder, "drawn")]);
    expect([both.code, both.stderr.match(/front drawn in /g)?.length]).toEqual([0, 2]);
    for (const kind of ["svg", "png"]) expect(existsSync(join(folder, "drawn", `front.${kind}`))).toBe(true);
  });

  test("an agent that cannot do it at all is told so, with exit 0 and no number in its place", async () => {
    const { point } = small({
      goal: 3,
      stages: { kind: "uniform", count: 1 },
      tolerance: 0.5,
      pool: [{ mu: 6, sigma: 1, min: 5, max: 8 }],
    });
    const { code, stdout } = await here(["optimum", "--point", point, "--json", "--adaptive", "--pareto"]);
    const optimum = JSON.parse(stdout) as Optimum;
    expect(code).toBe(0);
    expect(optimum).not.toHaveProperty("best");
    expect(optimum.absent?.best).toMatch(/no fixed plan can pass/);
    expect(optimum.front).toEqual([]);
    expect(optimum.feedback?.arrivalRate.value).toBe(0);
    expect(optimum.feedback).not.toHaveProperty("worth");
    expect((await here(["optimum", "--point", point, "--max-steps", "5", "--pareto"])).stdout).toMatch(/no fixed plan can pass/);
  });

  test.each([
    [["--max-steps", "0"], /^error: --max-steps must be a number above 0, got "0"\n$/],
    [["--max-bias", "x"], /^error: --max-bias must be a number above 0/],
    [["--out", "front.png"], /^error: --out needs --pareto/],
    [["--csv"], /^error: --csv needs --pareto/],
    [["--pareto", "--out", "front.gif"], /^error: --out must end in \.svg or \.png/],
  ])("refuses %o", async (words, said) => {
    const { point } = small();
    const { code, stdout, stderr } = await here(["optimum", "--point", point, ...words]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(said);
  });

  test("refuses pruning by name, and leaves no picture behind", async () => {
    const { folder, point } = small({ pool: [...SMALL.pool, ...SMALL.pool], prune: 1 });
    const { code, stderr } = await here(["optimum", "--point", point, "--pareto", "--out", join(folder, "front.svg")]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: prune must be 0/);
    expect(existsSync(join(folder, "front.svg"))).toBe(false);
  });

  test("--help shows an example and units", async () => {
    const { code, stdout } = await here(["optimum", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Example:\n[\s\S]*harness-lab optimum --/);
    expect(stdout).toMatch(/units of work/);
  });
});
