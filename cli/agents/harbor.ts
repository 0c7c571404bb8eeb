import { join } from "node:path";
import { type Command, Option } from "commander";
import type { ImportedJobs } from "../../agents/harbor/importJobs.ts";
import type { HarborTasks } from "../../agents/harbor/jobConfig.ts";
import { InvalidInput } from "../../model/invalid.ts";
import { LAB } from "../../store/lab.ts";
import { trialKey } from "../../store/trialKey.ts";
import { jsonOption, pathText, wholeNumber } from "../options.ts";
import { print, printJson } from "../print.ts";
import { quoted } from "../quoted.ts";
import { table } from "../table.ts";
import { trialsFolderOption } from "./agentOptions.ts";
import { harborSweep } from "./harborSpec.ts";

interface ExportOptions {
  readonly spec: string;
  readonly out: string;
  readonly dataset?: string;
  readonly include?: readonly string[];
  readonly attempts?: number;
  readonly concurrency?: number;
  readonly environment?: string;
  readonly provider?: string;
}

export function addHarbor(group: Command): void {
  const harbor = group.command("harbor").summary("run a sweep by Harbor, and take its jobs over").description(DESCRIPTION);
  harbor
    .command("export")
    .summary("write a sweep as jobs of Harbor's, one a cell")
    .requiredOption("--spec <file>", "the sweep", pathText("--spec"))
    .requiredOption("--out <folder>", "folder for the jobs; more may be added to it later", pathText("--out"))
    .option("--dataset <name>", "tasks of a dataset that Harbor knows, such as terminal-bench@2.0")
    .option("--include <task...>", "tasks of the dataset, by name or pattern, where a cell names none")
    .addOption(new Option("--attempts <n>", "trials of each task, in place of the sweep's").argParser(wholeNumber("--attempts", 1, 10_000)))
    .addOption(new Option("--concurrency <n>", "trials at a time in a job").argParser(wholeNumber("--concurrency", 1, 1_000)))
    .option("--environment <name>", "where Harbor runs trials: docker, or a service such as daytona, e2b or modal")
    .option("--provider <name>", "the models' provider as Harbor names it, where their server does not tell")
    .addHelpText("after", EXPORT_HELP)
    .action(exportSweep);
  harbor
    .command("import")
    .summary("read a folder of Harbor's jobs as trials")
    .argument("<folder>", "an export's folder, or any folder of jobs", pathText("folder"))
    .addOption(trialsFolderOption())
    .addOption(jsonOption())
    .action(importFolder);
}

async function exportSweep(options: ExportOptions): Promise<void> {
  const { exportJobs } = await import("../../agents/harbor/exportJobs.ts");
  const spec = await harborSweep(options.spec, options.dataset !== undefined);
  const { dataset, include, attempts = spec.attempts, concurrency, environment, provider } = options;
  if (include && dataset === undefined) throw new InvalidInput("--include", "must come with --dataset");
  const tasks: HarborTasks = dataset === undefined ? { folders: spec.folders } : { dataset, ...(include ? { include } : {}) };
  const more = { ...(concurrency ? { concurrency } : {}), ...(environment ? { environment } : {}), ...(provider ? { provider } : {}) };
  const { jobs, command } = await exportJobs(spec.cells, { tasks, attempts, ...more }, options.out);
  await print(
    `${jobs.map((job) => `${job}\n`).join("")}Run them by:\n  ${command}\nThen take them over by:\n  harness-lab agents harbor import ${quoted(options.out)}\n`,
  );
}

async function importFolder(folder: string, { out, json }: { readonly out: string; readonly json?: true }): Promise<void> {
  const [{ importJobs }, { readCells }, { JOBS_FOLDER }, { TrialFolder }] = await Promise.all([
    import("../../agents/harbor/importJobs.ts"),
    import("../../agents/harbor/cellsFile.ts"),
    import("../../agents/harbor/exportJobs.ts"),
    import("../../store/trials.ts"),
  ]);
  const cells = await readCells(folder);
  const jobs = cells.size > 0 ? join(folder, JOBS_FOLDER) : folder;
  const kept = new TrialFolder(out, "--out");
  await kept.open();
  const known = (await kept.list()).trials.map(({ record }) => record);
  const imported = await importJobs(jobs, { cells, keyOf: trialKey, known, lab: { version: LAB.version } });
  const there = new Set(known.map(({ key }) => key));
  for (const { record, trace } of imported.trials) {
    if (there.has(record.key)) continue;
    const trajectory = await trace();
    await kept.keep(record, trajectory === undefined ? {} : { "trajectory.json": `${JSON.stringify(trajectory)}\n` });
  }
  const { trials, ...rest } = imported;
  await (json ? printJson({ trials: trials.map(({ record }) => record), ...rest }) : print(asText(imported)));
  // A script that goes on from here has nothing to go on with.
  if (trials.length === 0) process.exitCode = 1;
}

function asText({ trials, unfinished, skipped }: ImportedJobs): string {
  const counts = new Map<string, number>();
  for (const { record, foreign } of trials) {
    const verdict = record.passed === undefined ? record.status : record.passed ? "passed" : "not passed";
    const row = `${verdict}${foreign ? ", of no cell of an export" : ""}`;
    counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  return [
    table([["trials", String(trials.length)], ...[...counts].map(([row, count]) => [row, String(count)])]),
    ...unfinished.map((where) => `unfinished: ${where}\n`),
    ...skipped.map(({ where, reason }) => `${where}: ${reason}\n`),
  ].join("");
}

const DESCRIPTION =
  "Harbor runs tasks in containers, here or in a cloud. A sweep is written as one job a cell, and its jobs are read back as trials.";

const EXPORT_HELP = `
Harbor can give an agent a workflow in one prompt only: sweeps that are told in turns, or whose retry budget is above 1, are refused.
Keys of the models and of cloud services are Harbor's business: it reads them from the environment.

Example:
  harness-lab agents harbor export --spec sweep.yaml --dataset terminal-bench@2.0 --include 'fix-*' --out harbor
  sh harbor/run.sh
  harness-lab agents harbor import harbor`;
