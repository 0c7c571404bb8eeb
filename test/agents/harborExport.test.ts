import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readCells } from "../../agents/harbor/cellsFile.ts";
import { exportJobs } from "../../agents/harbor/exportJobs.ts";
import { type HarborCell, type HarborOptions, jobOf } from "../../agents/harbor/jobConfig.ts";
import { promptTemplate } from "../../agents/harbor/template.ts";
import { workflowPrompt } from "../../agents/harness/workflowPrompts.ts";
import { workflowStages } from "../../agents/harness/workflowStages.ts";
import type { WorkflowHarness } from "../../model/trial.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { TRIAL } from "./exampleTrial.ts";

const step = (name: string, instruction: string, checks: readonly string[] = []) => ({ name, instruction, checks });
const HARNESS: WorkflowHarness = {
  steps: [step("Build", "Run `make` and keep {{ its }} output.", ["builds"]), step("Fix", "Mend {% what %} fails.")],
  retryBudget: 1,
  onUnrecovered: "abort",
  telling: "prompt",
  guidance: "evidence",
};
const CELL: HarborCell = {
  agent: "codex",
  version: "0.169.0",
  model: "gpt-example",
  source: "api.openai.com",
  wording: 1,
  task: { kind: "folder", name: "fix-parser", checksum: "ab" },
  harness: HARNESS,
};
const OPTIONS: HarborOptions = { tasks: { dataset: "terminal-bench@2.0" }, attempts: 5 };
const BARE = { ...HARNESS, steps: [], guidance: "none" as const };

/** As much of Jinja as a template of ours uses, with its rule that a raw block ends at the first end tag. */
function render(template: string, instruction: string): string {
  let [rest, text] = [template, ""];
  for (let found = TAG.exec(rest); found; found = TAG.exec(rest)) {
    text += rest.slice(0, found.index);
    rest = rest.slice(found.index + found[0].length);
    if (found[0].startsWith("{{")) text += instruction;
    else if (found[1] === "raw") {
      const end = /\{%[-+]?\s*endraw\s*[-+]?%\}/.exec(rest);
      if (!end) throw new Error("a raw block is left open");
      text += rest.slice(0, end.index);
      rest = rest.slice(end.index + end[0].length);
    } else throw new Error(`unknown tag ${found[0]}`);
  }
  return text + rest;
}
const TAG = /\{\{ instruction \}\}|\{%[-+]?\s*(\w*)[^%]*%\}|\{\{|\{#/;

describe("a prompt template", () => {
  const HARD = [
    "{% raw %}",
    "{% endraw %}",
    "{%- endraw -%}",
    "{%endraw%}",
    "{%+ endraw %}",
    "{{ instruction }}",
    "{%",
    "%}",
    "{{",
    "}}",
    "{#",
    "#}",
    "{",
    "\n",
    "a",
  ];
  const hard = fc.array(fc.constantFrom(...HARD), { maxLength: 12 }).map((parts) => parts.join(""));

  test("gives our texts back to the letter, round the instruction, whatever braces they hold", () =>
    fc.assert(
      fc.property(hard, hard, hard, (before, after, instruction) => {
        expect(render(promptTemplate({ before, after }), instruction)).toBe(before + instruction + after);
      }),
      { numRuns: 500, seed: 7 },
    ));

  test("without that care they are lost: the rendering has teeth", () => {
    expect(() => render("{% raw %}a {% endraw %} {{ b }}{% endraw %}{{ instruction }}", "x")).toThrow();
    expect(render("{{ instruction }}{% raw %}{{ b }}{% endraw %}", "x")).toBe("x{{ b }}");
  });

  test("tells a harness in the lab's own words", () => {
    for (const harness of [HARNESS, { ...HARNESS, extent: 1 }, BARE]) {
      const { template } = jobOf({ ...CELL, harness }, OPTIONS);
      expect(render(template, "Do {{ it }}.")).toBe(workflowPrompt("Do {{ it }}.", workflowStages(harness), harness));
    }
  });
});

describe("an export", () => {
  test("is a JobConfig a cell, an index and a script", async () => {
    const out = join(temporaryFolder(), "my sweep");
    const cells = [CELL, { ...CELL, harness: { ...HARNESS, extent: 1 } }, { ...CELL, harness: BARE }];
    const { jobs, command } = await exportJobs(cells, { ...OPTIONS, environment: "daytona", concurrency: 2, agentTimeoutMs: 90_500 }, out);
    expect(new Set(jobs).size).toBe(3);
    expect(jobs[1]).toMatch(/^codex-k2r1-[0-9a-f]{12}-x5$/);
    const [config, , bare] = jobs.map((job) => parse(readFileSync(join(out, "configs", `${job}.yaml`), "utf8")));
    const { prompt_template_path: template } = config.agents[0].kwargs;
    expect(config).toEqual({
      job_name: jobs[0],
      jobs_dir: join(out, "jobs"),
      n_attempts: 5,
      n_concurrent_trials: 2,
      environment: { type: "daytona" },
      agents: [
        {
          name: "codex",
          model_name: "openai/gpt-example",
          override_timeout_sec: 90.5,
          kwargs: { version: "0.169.0", prompt_template_path: template },
        },
      ],
      datasets: [{ name: "terminal-bench", version: "2.0", task_names: ["fix-parser"] }],
    });
    expect(render(readFileSync(template, "utf8"), "Do it.")).toBe(workflowPrompt("Do it.", workflowStages(HARNESS), HARNESS));
    expect(bare.agents[0].kwargs.prompt_template_path).not.toBe(template);
    expect([...(await readCells(out))]).toEqual(jobs.map((job, index) => [job, cells[index]]));
    expect(command).toBe(`sh '${out}/run.sh'`);
  });

  test("may be added to: more attempts are another job, and the same is the same again", async () => {
    const out = temporaryFolder();
    const first = await exportJobs([CELL], OPTIONS, out);
    const again = await exportJobs([{ ...CELL, task: { name: "fix-parser", checksum: "ab", kind: "folder" } }], OPTIONS, out);
    const more = await exportJobs([CELL], { ...OPTIONS, attempts: 10 }, out);
    expect(again.jobs).toEqual(first.jobs);
    expect(more.jobs).not.toEqual(first.jobs);
    expect([...(await readCells(out)).keys()]).toEqual([...first.jobs, ...more.jobs]);
    await expect(exportJobs([CELL], { ...OPTIONS, environment: "modal" }, out)).rejects.toThrow(/out must be another folder/);
  });

  test("runs by a script that starts what is new and resumes what is there", async () => {
    const out = temporaryFolder();
    const { jobs } = await exportJobs([CELL, { ...CELL, harness: BARE }], OPTIONS, out);
    mkdirSync(join(out, "jobs", jobs[0] as string), { recursive: true });
    writeFileSync(join(out, "jobs", jobs[0] as string, "config.json"), "{}");
    const bin = temporaryFolder();
    writeFileSync(join(bin, "harbor"), '#!/bin/sh\necho "$@" >> "$LOG"\n[ "$1" != run ]\n', { mode: 0o755 });
    const log = join(bin, "log");
    const run = () =>
      execFileSync("sh", [join(out, "run.sh"), "-f", "X"], { env: { PATH: `${bin}:/usr/bin:/bin`, LOG: log }, stdio: "pipe" });
    expect(run).toThrow(/Command failed/); // one job failed, and the other ran all the same
    expect(readFileSync(log, "utf8")).toBe(`job resume -p jobs/${jobs[0]} -f X\nrun -c configs/${jobs[1]}.yaml\n`);
  });

  test("takes tasks from folders, from a package, and by patterns where a cell has no task", () => {
    const place = { jobsFolder: "/j", templateFile: "/t" };
    const { task: _, ...all } = CELL;
    const tasks = (cell: HarborCell, from: HarborOptions["tasks"]) => jobOf(cell, { ...OPTIONS, tasks: from }).config(place);
    expect(tasks(CELL, { folders: { "fix-parser": "/tasks/a", other: "/tasks/b" } })).toMatchObject({ tasks: [{ path: "/tasks/a" }] });
    expect(tasks(all, { folders: { a: "/tasks/a", b: "/tasks/b" } })).toMatchObject({
      tasks: [{ path: "/tasks/a" }, { path: "/tasks/b" }],
    });
    expect(tasks(all, { dataset: "org/set@3", include: ["fix-*"], exclude: ["fix-slow"] })).toMatchObject({
      datasets: [{ name: "org/set", ref: "3", task_names: ["fix-*"], exclude_task_names: ["fix-slow"] }],
    });
  });

  test.each([
    ["codex", "api.openai.com", undefined, "codex", "openai/gpt-example"],
    ["claude-code", "api.anthropic.com", undefined, "claude-code", "anthropic/gpt-example"],
    ["gemini-cli", "generativelanguage.googleapis.com", undefined, "gemini-cli", "google/gpt-example"],
    ["pi", "openrouter.ai", undefined, "pi", "openrouter/gpt-example"],
    ["opencode", "llm.example.org", "openai", "opencode", "openai/gpt-example"],
    ["mini-swe-agent", "api.openai.com", undefined, "mini-swe-agent", "openai/gpt-example"],
  ])("names agent and model as Harbor does: %s", (agent, source, provider, name, model) => {
    const config = jobOf({ ...CELL, agent, source, version: "unknown" }, { ...OPTIONS, ...(provider ? { provider } : {}) }).config({
      jobsFolder: "/j",
      templateFile: "/t",
    });
    expect(config.agents).toEqual([{ name, model_name: model, kwargs: { prompt_template_path: "/t" } }]);
  });

  test.each<[string, Partial<HarborCell>, Partial<HarborOptions>, RegExp]>([
    ["telling", { harness: { ...HARNESS, telling: "turns" } }, {}, /one prompt a trial/],
    ["retryBudget", { harness: { ...HARNESS, retryBudget: 2 } }, {}, /must be 1.*independent trials.*got 2/],
    ["task", { task: TRIAL.cell.task, harness: TRIAL.cell.harness }, {}, /the lab's own/],
    ["agent", { agent: "crush" }, {}, /one that Harbor installs/],
    ["agent", { agent: "constructor" }, {}, /one that Harbor installs/],
    ["source", { source: "127.0.0.1:8080" }, {}, /provider must be given/],
    ["environment", {}, { environment: "bubblewrap" }, /docker, daytona/],
    ["attempts", {}, { attempts: 0 }, /1 or more/],
    ["agentTimeoutMs", {}, { agentTimeoutMs: 0 }, /> 0/],
    ["dataset", {}, { tasks: { dataset: "a b" } }, /name@version/],
    ["tasks", {}, { tasks: { folders: {} } }, /folder of each task/],
  ])("refuses by name what Harbor cannot do, and writes nothing: %s", async (field, cell, options, message) => {
    const out = temporaryFolder();
    const refused = exportJobs([CELL, { ...CELL, ...cell }], { ...OPTIONS, ...options }, out);
    await expect(refused).rejects.toThrow(expect.objectContaining({ name: "InvalidInput", field }));
    await expect(refused).rejects.toThrow(message);
    expect(readdirSync(out)).toEqual([]);
  });

  test("a changed index cannot put words into the script", async () => {
    const out = temporaryFolder();
    writeFileSync(join(out, "cells.json"), JSON.stringify({ schema: 1, jobs: { "x; touch y": CELL } }));
    await expect(exportJobs([CELL], OPTIONS, out)).rejects.toThrow(/jobs must be named/);
  });
});
