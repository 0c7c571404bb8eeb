import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtinTasks } from "../../agents/tasks/builtin.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { lab } from "./lab.ts";

const agents = (folder: string, ...words: string[]) => lab(folder, ["agents", ...words]);

test("tasks of the lab are listed with their steps", async () => {
  const { stdout, code } = await agents(temporaryFolder(), "tasks", "--json");
  expect(code).toBe(0);
  const tasks = JSON.parse(stdout) as { name: string; steps?: string[] }[];
  expect(tasks.map(({ name }) => name)).toEqual(["addition", ...builtinTasks()]);
  for (const { steps } of tasks.slice(1)) expect(steps?.length).toBeGreaterThanOrEqual(4);
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
  [["run", "--agent", "codex"], /--model must be given with --upstream/],
  [["run", "--agent", "codex", "--model", "m"], /--upstream must be given, or --served/],
  [["run", "--agent", "codex", "--model", "m", "--upstream", "u", "--k", "3..1"], /--k must be numbers or ranges/],
  [["demo", "--k", "0"], /--k must be a whole number from 1 to 100/],
  [["show", "XYZ"], /KEY must be 4 to 64 hexadecimal digits/],
])("agents %j is refused", async (words, rule) => {
  const { code, stderr } = await agents(temporaryFolder(), ...words);
  expect(stderr).toMatch(rule);
  expect(code).toBe(2);
});
