import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EXPERIMENTS } from "../../experiments/catalogue.ts";
import { FIGURES } from "../../figures/paperFigures.ts";
import type { ExperimentsAnswer, FiguresAnswer, RecommendAnswer, SweepAnswer, TheoryAnswer } from "../../server/api.ts";
import { here } from "../cli/here.ts";
import { pointFile } from "../cli/lab.ts";
import { examplePoint as point } from "../examplePoint.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { testServer } from "./testServer.ts";

const server = testServer();
const { ask } = server;

/** What a command prints as JSON, with keys in their order and digits as they are. */
async function printed(words: readonly string[]): Promise<string> {
  const { stdout, stderr } = await here(words);
  return stdout === "" ? stderr : JSON.stringify(JSON.parse(stdout));
}

const guided = { guidance: { kind: "aligned", strength: 3 }, pool: [...point.pool, { mu: 6, sigma: 2, min: 4, max: 8 }] };

describe("the server answers as the command line does, to the byte", () => {
  test.each<[string, object]>([
    ["the example", {}],
    ["partial and abort", { stages: { kind: "partial", chunk: 10, chunks: 4 }, onUnrecovered: "abort" }],
    ["guided", guided],
    ["pruned", { ...guided, prune: 1 }],
    ["out of reach", { pool: [{ mu: 3, sigma: 0.1, min: 2.9, max: 3.1 }], tolerance: 0.5, stepBudget: 2 }],
  ])("solve: %s", async (_, changes) => {
    const folder = temporaryFolder();
    const file = join(folder, pointFile(folder, changes));
    const reply = await ask("POST", "/api/v1/solve?law=7", { ...point, ...changes });
    expect(reply.status).toBe(200);
    expect(reply.text).toBe(await printed(["solve", "--point", file, "--json", "--law", "7"]));
  });

  test("another point gives another answer", async () => {
    const [one, other] = [await ask("POST", "/api/v1/solve", point), await ask("POST", "/api/v1/solve", { ...point, retryBudget: 6 })];
    expect(one.text).not.toBe(other.text);
  });

  test("recommend, from a pool and from steps", async () => {
    const folder = temporaryFolder();
    const pool = join(folder, "pool.json");
    const seen = [6.1, 7.2, 5.4, 9.9, 8.3, 7.7, 6.8];
    writeFileSync(pool, JSON.stringify(point.pool));
    const task = { goal: 100, tolerance: 2 };
    const words = ["--goal", "100", "--tolerance", "2", "--json"];
    const given = await ask("POST", "/api/v1/recommend", { ...task, pool: point.pool });
    expect(given.text).toBe(await printed(["recommend", "--pool", pool, ...words]));
    const fitted = (await ask("POST", "/api/v1/recommend", { ...task, steps: seen })).json as RecommendAnswer;
    expect(fitted.fit).toMatchObject({ steps: seen.length, status: "too few" });
    const { estimate = 0, low = 1, high = 0 } = fitted.passRate ?? {};
    expect(low <= estimate && estimate <= high).toBe(true);
  });

  test("claims", async () => {
    const claims = (await ask("GET", "/api/v1/claims")).json as readonly { readonly figure: string }[];
    const ours = claims.filter(({ figure }) => figure === "5");
    expect(JSON.stringify(ours)).toBe(await printed(["claims", "--json", "--only", "figure-5"]));
    expect(claims.length).toBeGreaterThan(ours.length);
  });

  test("a sweep's rows are those that the command stores and prints", async () => {
    const folder = temporaryFolder();
    const spec = {
      base: point,
      vary: { K: { field: "stages.count", range: { from: 1, to: 60, step: 20 } } },
      set: { tolerance: "goal / K / 4" },
    };
    writeFileSync(join(folder, "spec.json"), JSON.stringify(spec));
    const { stdout } = await here(["sweep", "--spec", join(folder, "spec.json"), "--no-store", "--format", "jsonl"]);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const answer = (await ask("POST", "/api/v1/sweep", spec)).json as SweepAnswer;
    expect(answer).toMatchObject({ name: "sweep", method: "exact", varied: ["K"], computed: ["tolerance"], count: 3 });
    expect(
      answer.rows.map(({ varied, computed, exact }) => [varied.K, computed.tolerance, exact?.passRate, exact?.error.finalBias]),
    ).toEqual(lines.map((line) => [line.K, line.tolerance, line.passRate, line.finalBiasError]));
  });
});

test("a point that the solver gives up on is 422, a rule broken 400 with the words of the command line", async () => {
  const narrow = { ...point, goal: 1e9, stages: { kind: "uniform", count: 1 }, tolerance: 1e-9 };
  const unresolved = await ask("POST", "/api/v1/solve", narrow);
  expect(unresolved.json).toMatchObject({ code: "unresolved", status: 422 });
  const wrong = await ask("POST", "/api/v1/solve", { ...point, tolerance: 10 });
  expect(wrong.json).toMatchObject({
    code: "invalid-input",
    field: "tolerance",
    rule: "must be below every request (stages asks 10)",
    value: "10",
    detail: "tolerance must be below every request (stages asks 10), got 10",
  });
  expect(wrong.headers["content-type"]).toContain("application/problem+json");
});

describe("what the theorems say", () => {
  const theory = async (changes: object, query = "") =>
    (await ask("POST", `/api/v1/theory${query}`, { ...point, ...changes })).json as TheoryAnswer;

  test("theorem 1 bounds the cost and splits it; theorem 2 predicts the guided rate; theorem 3 stops at the best extent", async () => {
    const { granularity, guidance, stopping } = await theory(guided, "?chunk=12.5");
    if (!granularity || !guidance || !stopping) throw new Error("every part must be said");
    const { cost = 0, bounds, executionCost, penalties = [] } = granularity;
    for (const bound of Object.values(bounds)) expect(bound).toBeLessThanOrEqual(cost + 1e-9);
    const split = penalties.length * (executionCost?.value ?? 0) + penalties.reduce<number>((sum, penalty) => sum + (penalty ?? 0), 0);
    expect(split).toBeCloseTo(cost, 6); // forward and backward solutions agree to 1e-6
    expect(guidance.predicted).toBeCloseTo(guidance.guided, 6);
    expect(Math.sign(guidance.gap ?? 0)).toBe(Math.sign(guidance.guided - guidance.unguided));
    if (stopping.unimodal) expect(stopping.best).toBe(stopping.stop);
    expect(stopping.chunk).toBe(12.5);
  });

  test("what says nothing here is named, not 0", async () => {
    const { guidance, absent } = await theory({});
    expect(guidance).toBeUndefined();
    expect(absent?.guidance).toBe("there is no guidance");
    const hopeless = await theory({ pool: [{ mu: 3, sigma: 0.1, min: 2.9, max: 3.1 }], stepBudget: 2, tolerance: 0.5 });
    expect(hopeless.granularity?.cost).toBeUndefined();
    expect(hopeless.absent?.["granularity.cost"]).toBe("the pass rate is 0");
  });
});

describe("experiments and figures", () => {
  test("every experiment is listed with points that can be solved", async () => {
    const { experiments } = (await ask("GET", "/api/v1/experiments")).json as ExperimentsAnswer;
    expect(experiments.map(({ id }) => id)).toEqual(EXPERIMENTS.map(({ id }) => id));
    const first = experiments[0].curves[0].points[0];
    expect((await ask("POST", "/api/v1/solve", first.point)).status).toBe(200);
  });

  test("every figure comes in every form", async () => {
    const { figures } = (await ask("GET", "/api/v1/figures")).json as FiguresAnswer;
    expect(figures.map(({ id }) => id)).toEqual(FIGURES.map(({ id }) => id));
    const file = (ending: string) => ask("GET", `/api/v1/figures/figure-3b.${ending}?runs=200`);
    const begins = { svg: "<svg", csv: "experiment,curve", json: '[{"id":"trade-offs"', "vl.json": "{", png: "\ufffdPNG" };
    for (const [ending, beginning] of Object.entries(begins)) {
      const reply = await file(ending);
      expect(reply.status, ending).toBe(200);
      expect(reply.text.startsWith(beginning), ending).toBe(true);
    }
  });

  test("what there is none of is 404", async () => {
    for (const url of ["experiments/none", "figures/figure-9.svg", "figures/figure-5.gif", "figures/..%2F..%2Fpackage.json", "nothing"])
      expect((await ask("GET", `/api/v1/${url}`)).json, url).toMatchObject({ code: "not-found", status: 404 });
  });
});
