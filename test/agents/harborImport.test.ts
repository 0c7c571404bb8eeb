import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ImportOptions, importJobs } from "../../agents/harbor/importJobs.ts";
import { type HarborCell, sortedJson } from "../../agents/harbor/jobConfig.ts";
import { traceHtml } from "../../agents/trace/html.ts";
import type { TrialRecord } from "../../model/trial.ts";
import { lab } from "../cli/lab.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { elementsOf } from "./htmlTokens.ts";

const FIXTURES = join(import.meta.dirname, "fixtures/harbor-jobs");
const JOB = "codex-k2-planned";
const CELL: HarborCell = {
  agent: "codex",
  version: "0.169.0",
  model: "gpt-example",
  source: "api.openai.com",
  wording: 1,
  task: { kind: "folder", name: "fix-parser", checksum: "of-the-lab" },
  harness: {
    steps: [
      { name: "Build", instruction: "Build it.", checks: ["builds"] },
      { name: "Fix", instruction: "Fix it.", checks: [] },
    ],
    retryBudget: 1,
    onUnrecovered: "abort",
    telling: "prompt",
    guidance: "none",
  },
};
const OPTIONS: ImportOptions = { cells: new Map([[JOB, CELL]]), keyOf: sortedJson, lab: { version: "0.1.0" } };
const imported = (folder = FIXTURES, options: Partial<ImportOptions> = {}) => importJobs(folder, { ...OPTIONS, ...options });
const letterOf = ({ origin = "" }: TrialRecord) => origin.slice(-1);

describe("jobs of a planned cell", () => {
  test("are its trials, numbered in the order of their end, each with an honest status", async () => {
    const { trials, unfinished, skipped } = await imported();
    const planned = trials.filter(({ foreign }) => !foreign).map(({ record }) => record);
    expect(planned.map((record) => [letterOf(record), record.status, record.passed, record.cell.trial])).toEqual([
      ["a", "finished", true, 1],
      ["b", "finished", false, 2],
      ["c", "limit", true, 1], // of another version: of another cell
      ["d", "model failed", undefined, 3],
      ["e", "fault", undefined, 4],
      ["f", "stopped", undefined, 5],
      ["g", "agent failed", false, 6],
    ]);
    expect(planned[3]?.reason).toBe("ApiRateLimitError: ApiRateLimitError happened");
    expect(planned[4]?.reason).toMatch(/^EnvironmentStartTimeoutError.*no reward named reward/);
    expect(unfinished).toEqual([`${JOB}/fix-parser__hhhhhhh`]);
    expect(skipped).toEqual([]);
  });

  test("carry stages by the workflow's checks and the whole, times, tokens and calls as far as they are known", async () => {
    const { trials } = await imported();
    const [first, second, third] = trials.map(({ record }) => record);
    expect(first).toMatchObject({
      schema: 1,
      cell: { ...CELL, trial: 1 },
      stages: [
        { name: "Build", accepted: true, attempts: [{ accepted: true, claimed: true }] },
        { name: "Fix", accepted: true, attempts: [{ accepted: true, claimed: false }] },
      ],
      toolCalls: 2,
      usage: { inputTokens: 1200, cachedTokens: 400, outputTokens: 90, cost: 0.031 },
      startedAt: "2026-11-21T10:00:00.000Z",
      durationMs: 60_500,
      agentMs: 30_000,
      isolation: "container",
      origin: `harbor ${JOB}/fix-parser__aaaaaaa`,
    });
    expect(first?.notices).toEqual(["The cost is as Harbor reports it, in US dollars: the lab did not count it."]);
    expect(second?.usage).toEqual({});
    expect(second).not.toHaveProperty("toolCalls");
    expect(second?.notices.join()).toMatch(/Its trace cannot be read: steps must be/);
    expect(third?.cell.version).toBe("0.170.1");
    expect(third?.notices.join()).toMatch(/Harbor ran version 0.170.1, where 0.169.0 was planned/);
    // The whole task passed, and a check of the workflow did not: the one does not hide the other.
    expect(third?.stages.map(({ name, accepted }) => [name, accepted])).toEqual([
      ["Build", false],
      ["Fix", true],
    ]);
  });

  test("keep their traces", async () => {
    const { trials } = await imported();
    const trace = await trials[0]?.trace();
    expect(trace?.steps).toHaveLength(3);
    expect(await trials[1]?.trace()).toBeUndefined();
    const html = traceHtml(trials[0]?.record as TrialRecord, trace);
    expect(html).toContain("parser.c");
    expect(elementsOf(html).elements.length).toBeGreaterThan(20);
  });

  test("keep their numbers when they are imported again, beside trials of the lab's own and after Harbor ran some anew", async () => {
    const folder = temporaryFolder();
    cpSync(FIXTURES, folder, { recursive: true });
    const own = { ...(await imported()).trials[0]?.record, origin: undefined } as unknown as TrialRecord;
    const first = (await imported(folder, { known: [own] })).trials.map(({ record }) => record);
    expect(first[0]?.cell.trial).toBe(2); // 1 is taken by the lab's own
    rmSync(join(folder, JOB, "fix-parser__bbbbbbb"), { recursive: true });
    cpSync(join(folder, JOB, "fix-parser__ggggggg"), join(folder, JOB, "fix-parser__zzzzzzz"), { recursive: true });
    const second = (await imported(folder, { known: [own, ...first] })).trials.map(({ record }) => record);
    const keys = new Map(first.map(({ origin, key }) => [origin, key]));
    for (const { origin, key } of second) if (letterOf({ origin } as TrialRecord) !== "z") expect(key).toBe(keys.get(origin));
    const added = second.find((record) => letterOf(record) === "z");
    expect(first.map(({ key }) => key)).not.toContain(added?.key);
    expect(new Set(second.map(({ key }) => key)).size).toBe(second.length);
  });

  test("a cell without a task takes each trial's own", async () => {
    const { task: _, ...cell } = CELL;
    const { trials } = await imported(FIXTURES, { cells: new Map([[JOB, cell]]) });
    expect(trials[0]?.record.cell.task).toEqual({ kind: "folder", name: "fix-parser", checksum: "harbor:c0ffee" });
  });

  test.each([
    ["agent", { ...CELL, agent: "pi" }, /agent_info.name must be pi/],
    ["model", { ...CELL, model: "other" }, /model_info.name must be other/],
    ["task", { ...CELL, task: { kind: "folder" as const, name: "x", checksum: "" } }, /task_name must be x/],
  ])("of another %s than the cell says are named and not counted", async (_, cell, reason) => {
    const { trials, skipped } = await imported(FIXTURES, { cells: new Map([[JOB, cell]]) });
    expect(trials.every(({ foreign }) => foreign)).toBe(true);
    expect(skipped).toHaveLength(7);
    expect(skipped[0]?.reason).toMatch(reason);
  });

  test.each([
    ["RewardFileNotFoundError", "finished", false],
    ["VerifierTimeoutError", "finished", false],
    ["SomethingNewError", "fault", undefined],
  ])(
    "whose verifier ended by %s are %s: an agent is not spared by breaking its verifier, nor blamed for the rest",
    async (type, status, passed) => {
      const folder = temporaryFolder();
      cpSync(join(FIXTURES, JOB, "fix-parser__eeeeeee"), join(folder, JOB, "t"), { recursive: true });
      const file = join(folder, JOB, "t/result.json");
      writeFileSync(file, readFileSync(file, "utf8").replaceAll("EnvironmentStartTimeoutError", type));
      const [trial] = (await imported(folder)).trials;
      expect([trial?.record.status, trial?.record.passed]).toEqual([status, passed]);
    },
  );
});

test("a job of no cell is a foreign one, by its own config: what it was told stands in its harness", async () => {
  const { trials } = await imported();
  const [first, second] = trials.filter(({ foreign }) => foreign).map(({ record }) => record);
  expect(first?.cell).toMatchObject({
    agent: "terminus-2",
    version: "2.0.0",
    model: "claude-example",
    source: 'anthropic by harbor {"max_turns":40}',
    task: { kind: "folder", name: "org/count-words", checksum: "harbor:c0ffee" },
    harness: {
      steps: [
        { name: "prompt template", instruction: "/abs/try-hard.md.j2" },
        { name: "extra instruction", instruction: "Be brief." },
      ],
    },
  });
  expect(first).toMatchObject({ status: "finished", passed: false });
  expect(second?.cell.agent).toBe("qwen-code");
  expect(second?.stages.map(({ name, accepted }) => [name, accepted])).toEqual([
    ["collect", true],
    ["report", false],
  ]);
  expect(second?.usage).toEqual({ inputTokens: 350, outputTokens: 20 }); // cached ones were not told for each step
  expect(second?.agentMs).toBe(10_000);
});

describe("a folder that cannot be trusted", () => {
  test("loses only what is damaged, and names it harmlessly", async () => {
    const [folder, secret] = [temporaryFolder(), join(temporaryFolder(), "secret")];
    cpSync(FIXTURES, folder, { recursive: true });
    const job = join(folder, JOB);
    const good = join(job, "fix-parser__aaaaaaa");
    const put = (trial: string, text: string) => {
      mkdirSync(join(job, trial));
      writeFileSync(join(job, trial, "result.json"), text);
    };
    writeFileSync(secret, "secret");
    symlinkSync(good, join(job, "linked"));
    symlinkSync(job, join(folder, "linked-job"));
    mkdirSync(join(job, "linked-result"));
    symlinkSync(secret, join(job, "linked-result/result.json"));
    put("no-json", "{");
    put("empty", " ");
    put("no-object", "[]");
    put("no-times", JSON.stringify({ task_name: "fix-parser", verifier_result: { rewards: { reward: 1 } } }));
    put("evil\u001b[2J\u202e<b>", "{");
    put("huge", `"${"x".repeat(33 * 2 ** 20)}"`);
    put("deep", "[".repeat(200_000));
    mkdirSync(join(folder, "empty-job"));
    rmSync(join(good, "agent/trajectory.json"));
    symlinkSync(secret, join(good, "agent/trajectory.json"));
    const { trials, skipped } = await imported(folder);
    const reasons = Object.fromEntries(skipped.map(({ where, reason }) => [where.replace(`${JOB}/`, ""), reason]));
    expect(trials).toHaveLength(9);
    expect(reasons).toEqual({
      linked: "is a link",
      "linked-job": "is a link",
      "linked-result": "result.json is a link",
      "no-json": "result.json is no JSON",
      empty: "result.json is empty",
      "no-object": "task_name must be a text that is not empty",
      "no-times": "started_at must be a time",
      "evil\\x1b[2J\\u{202e}<b>": "result.json is no JSON",
      huge: "result.json must be at most 32 MiB",
      deep: "result.json is no JSON",
      "empty-job": "holds no trial",
    });
    expect(trials[0]?.record.notices.join()).toMatch(/trajectory.json is a link/);
    expect(JSON.stringify(trials.map(({ record }) => record))).not.toContain("secret");
  });

  test("values of wrong types are unknown, and rewards that are no numbers no verdict", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, JOB, "t"), { recursive: true });
    const result = {
      task_name: "fix-parser",
      started_at: "2026-11-21T10:00:00Z",
      finished_at: "2026-11-21T09:00:00Z",
      agent_info: "x",
      agent_result: { n_input_tokens: -1, n_output_tokens: 1.5, cost_usd: "3" },
      verifier_result: { rewards: { reward: "1" } },
      exception_info: { exception_type: "<script>\u001b", exception_message: ["x"] },
      step_results: "x",
    };
    writeFileSync(join(folder, JOB, "t/result.json"), JSON.stringify(result));
    const { trials } = await imported(folder);
    expect(trials[0]?.record).toMatchObject({ status: "fault", durationMs: 0, usage: {}, stages: [] });
    expect(trials[0]?.record.reason).not.toContain("\u001b");
  });

  test("that is none is refused", async () => {
    await expect(imported(join(temporaryFolder(), "nothing"))).rejects.toThrow(/folder must be a folder/);
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    chmodSync(file, 0o600);
    await expect(imported(file)).rejects.toThrow(/folder must be a folder/);
  });
});

test("the commands export a sweep, say how to run it, and take its jobs over once", async () => {
  const folder = temporaryFolder();
  const [out, trials] = [join(folder, "out"), join(folder, "trials")];
  writeFileSync(join(folder, "workflow.yaml"), "- {name: one, instruction: Do it., checks: []}\n");
  const spec = {
    agents: ["codex"],
    models: ["gpt-example"],
    source: { kind: "server", address: "https://api.openai.com" },
    tasks: [{ kind: "builtin", name: "log-report" }],
    harness: { workflow: "workflow.yaml" },
    trials: 3,
  };
  writeFileSync(join(folder, "sweep.yaml"), JSON.stringify(spec));
  const run = (...words: string[]) => lab(folder, ["agents", "harbor", ...words]);
  const exported = await run("export", "--spec", "sweep.yaml", "--out", out, "--dataset", "terminal-bench@2.0", "--include", "fix-*");
  expect(exported.stdout).toContain(`sh ${out}/run.sh`);
  const [job = ""] = exported.stdout.split("\n");
  cpSync(join(FIXTURES, JOB), join(out, "jobs", job), { recursive: true });
  for (const kept of [7, 7]) {
    const imported = await run("import", out, "--out", trials);
    expect([imported.code, imported.stdout]).toEqual([0, expect.stringMatching(/unfinished: .*hhhhhhh/)]);
    expect(readdirSync(trials)).toHaveLength(kept);
  }
  mkdirSync(join(folder, "nothing"));
  expect((await run("import", "nothing", "--out", trials)).code).toBe(1);
  expect((await run("export", "--spec", "sweep.yaml", "--out", out)).stdout).toMatch(/^codex-k1-/);
  const refused = await run("export", "--spec", "sweep.yaml", "--out", out, "--include", "x");
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/--include must come with --dataset/)]);
});
