import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtinTask, builtinTasks } from "../../agents/tasks/builtin.ts";
import { taskChecksum } from "../../agents/tasks/checksum.ts";
import { readHarborTask } from "../../agents/tasks/harbor.ts";
import type { HarborStage } from "../../agents/tasks/harborTask.ts";
import { needsPrograms } from "../../agents/tasks/needs.ts";
import { prepareWork, solveByOracle, verify } from "../../agents/tasks/verify.ts";
import { checkedWorkflow, groupSteps, readWorkflow } from "../../agents/tasks/workflow.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { CHEATS, type Cheat, CLAIMS } from "./builtinCheats.ts";
import { hasSandbox, isolation, trialFolders } from "./sandboxed.ts";

const NOTHING: Cheat = { what: "nothing", script: "" };
const ones = (names: readonly string[], held: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, held.includes(name) ? 1 : 0]));

/** A person's machine may lack a program that a task needs; our own pipeline may not. */
const RUN_HERE = await Promise.all(
  builtinTasks().map(async (name) => ({ name, refusal: (await readHarborTask(builtinTask(name))).refusal })),
);
const HERE = RUN_HERE.filter(({ refusal }) => refusal === undefined || process.env.HARNESS_LAB_NEEDS_SANDBOX).map(({ name }) => name);

describe.skipIf(!hasSandbox).each(HERE)("the task %s", (name) => {
  async function prepared() {
    const task = await readHarborTask(builtinTask(name));
    const { work } = trialFolders();
    await prepareWork({ task, work });
    return { task, work, stage: task.stages[0] as HarborStage, isolation };
  }
  const shell = (work: string, script: string) => execFileSync("bash", ["-ec", script], { cwd: work, stdio: "pipe" });

  test("is solved by its own solution, and neither by nothing, nor by claims, nor by cheats; its workflow has a step for each milestone", async () => {
    const steps = await readWorkflow(builtinTask(name));
    const names = steps.flatMap(({ checks }) => checks);
    expect(names.length).toBeGreaterThanOrEqual(4);
    expect(names).toHaveLength(steps.length);
    const judged = (reward: number, held: readonly string[]) => ({ status: "rewarded", rewards: { reward, ...ones(names, held) } });

    const solved = await prepared();
    const solving = solveByOracle(solved);
    const cheats = [NOTHING, { what: "claims", script: CLAIMS }, ...(CHEATS[name] ?? [])];
    expect(cheats.length).toBeGreaterThanOrEqual(4);
    const cheated = cheats.map(async ({ what, after, script, holds = [], killed }) => {
      const at = await prepared();
      if (after === "solution") {
        await solving;
        shell(at.work, "find . -mindepth 1 -delete");
        cpSync(solved.work, at.work, { recursive: true, verbatimSymlinks: true });
      }
      shell(at.work, script);
      const { reward, accepted } = await verify(at);
      const expected = killed ? { status: "no reward", reason: "The verifier was ended: SIGKILL." } : judged(0, holds);
      expect({ what, accepted, reward }).toEqual({ what, accepted: false, reward: expected });
    });
    const honest = solving.then(async (run) => {
      expect(run).toMatchObject({ ending: "finished", exit: 0 });
      const { reward, accepted } = await verify(solved);
      expect({ accepted, reward }).toEqual({ accepted: true, reward: judged(1, names) });
    });
    await Promise.all([honest, ...cheated]);
  });
});

describe("built-in tasks", () => {
  test("are found by name, can run here or say why not, and share one judge", async () => {
    expect(builtinTasks()).toHaveLength(8);
    expect(() => builtinTask("../builtin")).toThrow(/task must be one of csv-migration, /);
    const judges = builtinTasks().map((name) => readFileSync(join(builtinTask(name), "tests/judge.mjs"), "utf8"));
    expect(new Set(judges).size).toBe(1);
  });

  test("are built as they are, whatever their files are called", async () => {
    const top = temporaryFolder();
    const folder = join(top, "agents/tasks/builtin");
    cpSync(resolve("agents/tasks/builtin"), folder, { recursive: true });
    writeFileSync(join(top, "tsconfig.build.json"), '{"include": ["agents"]}');
    execFileSync(process.execPath, [resolve("tools/copyAssets.mjs")], { cwd: top });
    expect(await taskChecksum(join(top, "dist/agents/tasks/builtin"))).toBe(await taskChecksum(resolve("agents/tasks/builtin")));
  });

  test("that need a program which is not there are refused in one sentence", async () => {
    const needing = (names: unknown) => needsPrograms({ metadata: { needs: names } }, (name) => name === "git");
    expect(needing(["git"])).toBeUndefined();
    expect(needsPrograms({})).toBeUndefined();
    expect(needing(["git", "sqlite3", "make"])).toBe(
      "It needs sqlite3 and make, which this machine lacks: install what is missing, or run it by Harbor.",
    );
    for (const names of ["git", [1], ["../git"], [""]]) expect(needing(names)).toMatch(/^It needs programs .*\.$/);
    const copy = join(temporaryFolder(), "copy");
    cpSync(builtinTask("makefile"), copy, { recursive: true });
    const toml = readFileSync(join(copy, "task.toml"), "utf8");
    writeFileSync(join(copy, "task.toml"), toml.replace("needs = [", 'needs = ["no-such-program", "node", '));
    expect((await readHarborTask(copy)).refusal).toMatch(/^It needs no-such-program(?! and node)/);
  });
});

describe("the checksum of a task", () => {
  const folderOf = (files: Readonly<Record<string, string>>) => {
    const folder = temporaryFolder();
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  };
  test("is that of names and bytes", async () => {
    const files = { "b/x": "1", a: "2" };
    const sum = await taskChecksum(folderOf(files));
    expect(sum).toMatch(/^[0-9a-f]{64}$/);
    expect(await taskChecksum(folderOf({ a: "2", "b/x": "1" }))).toBe(sum);
    const others = [{ ...files, a: "3" }, { ...files, c: "" }, { "b/y": "1", a: "2" }, { a: "2b/x 1 1" }, {}];
    for (const other of others) expect(await taskChecksum(folderOf(other as Record<string, string>))).not.toBe(sum);
  });

  test("is refused where there is a link", async () => {
    const folder = folderOf({ a: "1" });
    symlinkSync("/etc/passwd", join(folder, "b"));
    await expect(taskChecksum(folder)).rejects.toThrow('task must hold files and folders only, no links, got "b"');
  });
});

describe("a workflow", () => {
  const step = fc.record({
    name: fc.uuid(),
    instruction: fc.stringMatching(/^[a-z]{1,9}$/),
    checks: fc.uniqueArray(fc.constantFrom("a", "b", "c")),
  });
  const anyWorkflow = fc.uniqueArray(step, { minLength: 1, maxLength: 12, selector: ({ name }) => name });
  const anyGrouping = anyWorkflow.chain((steps) => fc.tuple(fc.constant(steps), fc.integer({ min: 1, max: steps.length })));

  test("in k steps asks and checks the same, in the same order, in groups of sizes that differ by one at most", () =>
    fc.assert(
      fc.property(anyGrouping, ([steps, k]) => {
        const groups = groupSteps(steps, k);
        expect(groups).toHaveLength(k);
        const names = groups.map(({ name }) => name.split(", "));
        expect(names.flat()).toEqual(steps.map(({ name }) => name));
        const sizes = names.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        const words = groups.flatMap(({ instruction }) => instruction.match(/[a-z]+/g));
        expect(words).toEqual(steps.map(({ instruction }) => instruction));
        for (const [index, { checks }] of groups.entries()) {
          const own = steps.filter(({ name }) => names[index]?.includes(name)).flatMap((one) => one.checks);
          expect([...checks].sort()).toEqual([...new Set(own)].sort());
        }
      }),
      { seed: 6, numRuns: 200 },
    ));

  test("in as many steps as it has is itself, and in none or more it is refused", () =>
    fc.assert(
      fc.property(anyWorkflow, (steps) => {
        expect(groupSteps(steps, steps.length).map(({ name, instruction }) => [name, instruction])).toEqual(
          steps.map(({ name, instruction }) => [name, instruction]),
        );
        for (const k of [0, steps.length + 1, 1.5, Number.NaN])
          expect(() => groupSteps(steps, k)).toThrow(/k must be an integer from 1 to/);
      }),
      { seed: 6, numRuns: 50 },
    ));

  test("of several steps is told as a numbered list", () => {
    const steps = ["One.", "Two,\nstill two.", "Three."].map((instruction, index) => ({ name: `s${index}`, instruction, checks: ["c"] }));
    expect(groupSteps(steps, 2)).toEqual([
      { name: "s0, s1", instruction: "1. One.\n2. Two,\n   still two.", checks: ["c"] },
      { name: "s2", instruction: "Three.", checks: ["c"] },
    ]);
  });

  test.each([
    ["must be a list", {}],
    ["must be a list", []],
    ["workflow.yaml[0].name must be", [{ instruction: "x" }]],
    ["workflow.yaml[0].instruction must be", [{ name: "a" }]],
    ["workflow.yaml[0].checks must be", [{ name: "a", instruction: "x", checks: "all" }]],
    ["names that differ", [1, 2].map(() => ({ name: "a", instruction: "x" }))],
  ])("that is none is refused: %s", (message, value) => expect(() => checkedWorkflow(value)).toThrow(message));

  test("of a file is read without trust", async () => {
    const folder = temporaryFolder();
    await expect(readWorkflow(folder)).rejects.toThrow("workflow.yaml must be there");
    writeFileSync(join(folder, "workflow.yaml"), "- &a [1]\n- *a\n");
    await expect(readWorkflow(folder)).rejects.toThrow("workflow.yaml must be YAML, without aliases");
  });
});
