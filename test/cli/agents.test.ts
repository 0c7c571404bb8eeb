import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtinTasks } from "../../agents/tasks/builtin.ts";
import type { Cell } from "../../model/trial.ts";
import { trialKey } from "../../store/trialKey.ts";
import { TrialFolder } from "../../store/trials.ts";
import { TRIAL } from "../agents/exampleTrial.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { lab, pointFile } from "./lab.ts";

/** A folder with a program of codex's name that tells its version and does nothing. */
function idleCodex(folder: string): string {
  const bin = join(folder, "installed");
  mkdirSync(bin);
  writeFileSync(join(bin, "codex"), "#!/bin/sh\necho codex-cli 0.169.0\n", { mode: 0o755 });
  return bin;
}

const agents = (folder: string, ...words: string[]) => lab(folder, ["agents", ...words]);

test("tasks of the lab are listed with their steps", async () => {
  const { stdout, code } = await agents(temporaryFolder(), "tasks", "--json");
  expect(code).toBe(0);
  const tasks = JSON.parse(stdout) as { name: string; steps?: { name: string; checks: string[] }[] }[];
  expect(tasks.map(({ name }) => name)).toEqual(["addition", ...builtinTasks()]);
  for (const { steps } of tasks.slice(1)) expect(steps?.length).toBeGreaterThanOrEqual(4);
  expect(tasks.find(({ name }) => name === "log-report")?.steps?.map(({ checks }) => checks)).toContainEqual(["summary"]);
});

describe("what would be paid for nothing is refused before the first trial", () => {
  const run = (...more: readonly string[]) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "steps.yaml"), "- {name: one, instruction: Do it., checks: [summary, sumary]}\n");
    writeFileSync(join(folder, "odd.yaml"), "- {name: one, instruction: Do it., check: summary}\n");
    const asked = ["run", "--agent", "codex", "--agents", idleCodex(folder), "--model", "m", "--upstream", "http://127.0.0.1:9"];
    return agents(folder, ...asked, ...more);
  };
  test.each([
    [
      "a server that takes no connection",
      [],
      /source\.address must be of a server that takes connections \(ECONNREFUSED\), got "127\.0\.0\.1:9"/,
    ],
    ["money without a price", ["--money", "0.5"], /budget\.money cannot be held: the price table has no m \(give one by --prices\)/],
    [
      "an unknown check",
      ["--task", "log-report", "--workflow", "steps.yaml"],
      /workflow\[0\]\.checks must be of the task's checks: clean, .*got "sumary"/,
    ],
    ["an unknown task", ["--task", "log-reprot"], /task must be a folder that exists, or the name of a task of the lab .*got "log-reprot"/],
    [
      "an unknown field",
      ["--task", "log-report", "--workflow", "odd.yaml"],
      /\[0\]\.check is unknown; known are name, instruction, checks/,
    ],
  ])("%s", async (_, more, rule) => {
    const { code, stdout, stderr } = await run(...more);
    expect(stderr.split("\n").at(-2)).toMatch(rule);
    expect([code, stdout]).toEqual([2, ""]);
  });
});

test("a served point gives task and budgets, and options go before it; one trial is shown by its cell's key", async () => {
  const folder = temporaryFolder();
  const installed = idleCodex(folder);
  const point = pointFile(folder, { goal: 40, tolerance: 3, stepBudget: 6, retryBudget: 4 });
  const run = (...more: string[]) => agents(folder, "run", "--agent", "codex", "--agents", installed, "--served", point, ...more);
  await run("--k", "2");
  await run("--goal", "30", "--retry-budget", "1", "--money", "1", "--model", "anything"); // free, so any budget holds
  const { cells } = JSON.parse((await agents(folder, "list", "--json")).stdout) as { cells: { key: string; cell: Cell }[] };
  expect(cells.map(({ cell: { task, harness } }) => ({ ...task, R: harness.retryBudget }))).toEqual([
    { kind: "addition", goal: 40, tolerance: 3, stepBudget: 6, total: "shown", R: 4 },
    { kind: "addition", goal: 30, tolerance: 3, stepBudget: 6, total: "shown", R: 1 },
  ]);
  const { code, stdout } = await agents(folder, "show", cells[0]?.key.slice(0, 8) ?? "");
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^trial {4}[0-9a-f]{64}\n/)]);
});

test("a trial that was run again is not said to wait, and an agent without trials is named", async () => {
  const folder = temporaryFolder();
  const kept = new TrialFolder(join(folder, "results/trials"), "--out");
  await kept.open();
  const record = { ...TRIAL, key: trialKey(TRIAL.cell) };
  const { passed: _, progress: __, finalBias: ___, ...open } = record;
  await kept.keep({ ...open, status: "stopped", reason: "The lab was stopped." }, {});
  expect((await agents(folder, "list")).stdout).toMatch(/run again by the next sweep:\n[0-9a-f]{8} {2}stopped/);
  await kept.keep(record, {});
  expect((await agents(folder, "list")).stdout).not.toMatch(/run again|stopped/);
  expect((await agents(folder, "list", "--agent", "pi")).stdout).toBe("No trials of pi in results/trials: those there are of codex.\n");
});

test("where nothing is kept it says how to make some", async () => {
  const folder = temporaryFolder();
  expect((await agents(folder, "list")).stdout).toMatch(/No trials in results\/trials\. Make some: harness-lab agents demo/);
  expect(await agents(folder, "show", "abcd1234")).toMatchObject({ code: 2, stderr: expect.stringMatching(/KEY must begin the key/) });
});

test("a spec that cannot be used is refused in one line", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "sweep.yaml"), "a: [");
  expect(await agents(folder, "sweep", "--spec", "sweep.yaml")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^error: --spec must be YAML.*\n$/),
  });
  writeFileSync(
    join(folder, "sweep.yaml"),
    "agents: [nobody]\nmodels: [m]\nsource: {kind: server, address: 'http://127.0.0.1:9'}\ntasks: [{kind: builtin, name: makefile}]\n",
  );
  expect(await agents(folder, "sweep", "--spec", "sweep.yaml")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^error: agents must be of codex, .*got "nobody"\n$/),
  });
});

test.each([
  [["run", "--agent", "codex"], /--upstream must be given, or --served in its place/],
  [["run", "--agent", "codex", "--upstream", "u"], /--model must be given with --upstream/],
  [["run", "--agent", "codex", "--upstream", "u", "--served", "p"], /--served must not be given with --upstream/],
  [["doctor", "--agents", "/nowhere"], /--agents must be a folder that exists, got "\/nowhere"/],
  [
    ["run", "--agent", "codex", "--model", "m", "--upstream", "u", "--prices", "nope"],
    /--prices must be a file that can be read, got "nope"/,
  ],
  [["run", "--agent", "codex", "--model", "m"], /--upstream must be given, or --served/],
  [["run", "--agent", "codex", "--model", "m", "--upstream", "u", "--k", "3..1"], /--k must be numbers or ranges/],
  [["demo", "--k", "0"], /--k must be a whole number from 1 to 100/],
  [["show", "XYZ"], /KEY must be 4 to 64 hexadecimal digits/],
])("agents %j is refused", async (words, rule) => {
  const { code, stderr } = await agents(temporaryFolder(), ...words);
  expect(stderr).toMatch(rule);
  expect(code).toBe(2);
});
