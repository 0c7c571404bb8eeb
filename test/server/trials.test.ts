import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parsePoint } from "../../model/validate.ts";
import { exactBinomialInterval } from "../../numerics/binomialInterval.ts";
import type { CellTrialsAnswer, TrialAnswer, TrialCurveAnswer, TrialsAnswer } from "../../server/api.ts";
import { solve } from "../../theory/solve.ts";
import { TRIAL, TURNS, traced } from "../agents/exampleTrial.ts";
import { keep, LAB_MODEL, recordOf } from "../agents/keptTrials.ts";
import { problemIn, testServer } from "./testServer.ts";

const server = testServer();
const { ask } = server;
const get = async <T>(path: string) => (await ask("GET", `/api/v1/${path}`)).json as T;
const HOSTILE = "</script><script>alert(1)</script>\u202egnp.exe\u001b[2J";

const task = { kind: "addition", goal: 100, tolerance: 2, stepBudget: 8, total: "shown" } as const;
const harness = (k: number) => ({
  ...TRIAL.cell.harness,
  stages: { kind: "uniform" as const, count: k },
  guidance: "none" as const,
  retryBudget: 5,
});
const lab = (k: number, trial: number) => ({ agent: "pi", model: "lab-model", source: LAB_MODEL, task, harness: harness(k), trial });

test("an absent folder holds nothing, and is not made", async () => {
  expect(await get("trials")).toMatchObject({ total: 0, kept: 0, cells: [], agents: [], damaged: { count: 0 } });
  expect(await get("trials/curve")).toEqual({ folder: server.trials, over: "k", series: [], more: 0 });
  expect(() => rmSync(server.trials)).toThrow(/ENOENT/);
});

describe("what is kept", () => {
  let hostile = "";
  beforeAll(() => {
    for (const k of [1, 2, 5]) for (const trial of [1, 2, 3, 4]) keep(server.trials, recordOf(lab(k, trial), { passed: trial > k }));
    // A trial that was no sample, and was run again.
    keep(
      server.trials,
      recordOf(lab(2, 1), { status: "model failed", reason: "the model's server answered 500", passed: undefined as never }),
      2,
    );
    const [first, ...more] = TURNS;
    const said = { ...first, outcome: { ...first.outcome, events: [{ kind: "text" as const, text: HOSTILE }] } };
    const record = recordOf({ agent: HOSTILE, trial: 9 }, { reason: HOSTILE, status: "agent failed" });
    hostile = keep(server.trials, record, 1, { "trajectory.json": JSON.stringify(traced([said, ...more], record)) });
  });

  test("is listed by cell with counts, intervals and the model's point; what is unknown is absent", async () => {
    const all = await get<TrialsAnswer>("trials?agent=pi");
    expect(all).toMatchObject({ total: 3, kept: 14, models: ["gpt-example", "lab-model"], tasks: ["addition"] });
    const two = all.cells.find(({ harness }) => harness.stages === 2);
    expect(two).toMatchObject({ source: "harness-lab", statuses: { finished: 4, "model failed": 1 }, point: { goal: 100, tolerance: 2 } });
    // The failed record is of a trial that has a sample: it counts neither for nor against.
    expect(two?.summary).toMatchObject({ trials: 4, passed: 2, interval: exactBinomialInterval(2, 4, 0.95) });
    expect(two?.summary).not.toHaveProperty("cost");
    expect(two).not.toHaveProperty("cell");
    expect((await get<TrialsAnswer>("trials?status=model%20failed")).cells.map(({ key }) => key)).toEqual([two?.key]);
    const pages = await Promise.all([get<TrialsAnswer>("trials?limit=3"), get<TrialsAnswer>("trials?limit=3&offset=3")]);
    expect(new Set(pages.flatMap(({ cells }) => cells.map(({ key }) => key))).size).toBe(4);

    const { total, trials } = await get<CellTrialsAnswer>(`trials/cells/${two?.key}`);
    expect(total).toBe(5);
    const again = trials.find(({ number }) => number === 2);
    expect(again).toMatchObject({ status: "model failed", reason: "the model's server answered 500" });
    expect(again).not.toHaveProperty("passed");
    const { records } = await get<TrialAnswer>(`trials/${again?.key}`);
    expect(records.map(({ number, record }) => [number, record.status])).toEqual([[1, "finished"], [2, "model failed"]]); // biome-ignore format: pairs
    expect(records[0].record).toEqual(recordOf(lab(2, 1), { passed: false }));
  });

  test("a curve has exact intervals beside what the model says, which is another number at another point", async () => {
    const { series } = await get<TrialCurveAnswer>("trials/curve?over=k&agent=pi");
    const [{ marks, exact }] = series;
    expect(series).toHaveLength(1);
    expect(marks.map(({ at, trials, passed }) => [at, trials, passed])).toEqual([[1, 4, 3], [2, 4, 2], [5, 4, 0]]); // biome-ignore format: rows
    expect(marks[1]).toMatchObject(exactBinomialInterval(2, 4, 0.95));
    expect(exact?.map(({ at }) => at)).toEqual([1, 2, 3, 4, 5]);
    const point = (count: number) =>
      parsePoint({
        ...(({ kind: _, total: __, ...rest }) => rest)(task),
        stages: { kind: "uniform", count },
        retryBudget: 5,
        onUnrecovered: "abort",
        pool: [{ mu: 10, sigma: 6, min: 4, max: 14 }],
      });
    const [two, five] = [solve(point(2)), solve(point(5))];
    expect(exact?.[1]).toMatchObject({ passRate: two.passRate, finalBias: two.finalBias });
    // A run that stops at an unrecovered stage claims that one falsely, half of the time.
    expect(exact?.[4].hallucinated).toBeCloseTo(0.5 * five.failRate, 12);
    expect(exact?.[4].passRate).not.toBeCloseTo(two.passRate, 3);
    const [{ key }] = (await get<TrialsAnswer>("trials?agent=pi")).cells;
    expect((await get<TrialCurveAnswer>(`trials/curve?over=retryBudget&cell=${key}`)).series).toHaveLength(1);
    expect((await get<TrialCurveAnswer>("trials/curve?over=extent")).series).toEqual([]);
  });

  test("a trace is a page that may run nothing, and shows as text what an agent wrote", async () => {
    const page = await ask("GET", `/api/v1/trials/${hostile}/1/trace`);
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    const policy = String(page.headers["content-security-policy"]);
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';.*; sandbox$/);
    expect(policy).not.toMatch(/script-src|unsafe|allow-/);
    expect(page.headers["x-content-type-options"]).toBe("nosniff");
    expect(page.text).not.toContain("<script");
    expect(page.text).toContain("&#60;script&#62;alert(1)");
    for (const unseen of ["\u001b", "\u202e"]) expect(page.text).not.toContain(unseen);
    const atif = await ask("GET", `/api/v1/trials/${hostile}/1/trace?format=atif`);
    expect(atif.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(atif.json).toMatchObject({ schema_version: "ATIF-v1.7" });
    expect(atif.text).toContain("alert(1)");
    // No trace: the page says so, and there is no JSON of it.
    const bare = recordOf(lab(1, 1)).key;
    expect((await ask("GET", `/api/v1/trials/${bare}/1/trace`)).text).toContain("The trial left no trace.");
    expect(await get(`trials/${bare}/1/trace?format=atif`)).toMatchObject({ code: "not-found" });
  });

  test.each([
    ["trials/..%2F..%2Fetc", 400],
    ["trials/%2e%2e", 404], // the address itself is read as another
    ["trials/cells/..%2F..", 400],
    [`trials/${"A".repeat(64)}`, 400],
    [`trials/${"a".repeat(63)}`, 400],
    [`trials/${"a".repeat(64)}%00`, 400],
    [`trials/${"a".repeat(64)}`, 404],
    [`trials/cells/${"a".repeat(64)}`, 404],
    [`trials/curve?cell=${"a".repeat(64)}`, 404],
    [`trials/${"a".repeat(64)}/1/trace`, 404],
    [`trials/${"a".repeat(64)}/1.5/trace`, 400],
    [`trials/${"a".repeat(64)}/..%2F1/trace`, 400],
    [`trials/${"a".repeat(64)}/1/trace?format=svg`, 400],
    ["trials/curve?over=__proto__", 400],
    ["trials?status=passed", 400],
  ])("%s is refused as a problem that names no path", async (path, status) => {
    const reply = await ask("GET", `/api/v1/${path}`);
    expect(reply.status).toBe(status);
    expect(problemIn(reply).code).toBe(status === 404 ? "not-found" : "invalid-input");
    expect(reply.text).not.toContain(server.folder);
  });

  test("damaged records are named and left out; one that is mended is read again", async () => {
    const before = await get<TrialsAnswer>("trials");
    const place = (digit: string) => join(server.trials, digit.repeat(64), "1");
    const put = (digit: string, text: string) => {
      mkdirSync(place(digit), { recursive: true });
      writeFileSync(join(place(digit), "record.json"), text);
    };
    put("0", "{");
    put("1", "null");
    put("2", JSON.stringify(TRIAL)); // of another key
    put("3", JSON.stringify({ ...TRIAL, stages: "all" }));
    put("4", JSON.stringify({ ...TRIAL, schema: 2 }));
    mkdirSync(place("5"), { recursive: true });
    mkdirSync(place("6"), { recursive: true });
    symlinkSync("/etc/passwd", join(place("6"), "record.json"));
    mkdirSync(join(server.trials, "no-key", "1"), { recursive: true });
    const broken = recordOf(lab(2, 1), {});
    keep(server.trials, { ...broken, usage: 7 as never }, 3);
    const now = await get<TrialsAnswer>("trials");
    expect([now.kept, now.cells]).toEqual([before.kept, before.cells]);
    expect(now.damaged.count).toBe(8);
    const damage = Object.fromEntries(now.damaged.first.map(({ key, damage }) => [key[0], damage]));
    expect(damage).toMatchObject({
      0: expect.stringContaining("no JSON"),
      2: expect.stringContaining("not that of its key"),
      3: expect.stringContaining("stages"),
      6: expect.stringContaining("no regular file"),
    });
    expect(JSON.stringify(now)).not.toContain(server.folder);
    expect(await get(`trials/${"0".repeat(64)}/1/trace`)).toMatchObject({ code: "not-found", detail: expect.stringContaining("damaged") });
    expect((await get<TrialAnswer>(`trials/${broken.key}`)).damaged).toMatchObject([{ number: 3 }]);

    keep(server.trials, broken, 3);
    utimesSync(join(server.trials, broken.key, "3", "record.json"), 1, 1);
    expect(await get<TrialsAnswer>("trials")).toMatchObject({ kept: before.kept + 1, damaged: { count: 7 } });
    expect(server.faults).toEqual([]);
  });
});
