import { join } from "node:path";
import { type Command, Option } from "commander";
import type { ImportedJobs, ImportedTrial } from "../../agents/harbor/importJobs.ts";
import type { HarborCell, HarborTasks } from "../../agents/harbor/jobConfig.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { Cell, TrialRecord } from "../../model/trial.ts";
import { LAB } from "../../store/lab.ts";
import { jsonOption, pathText, wholeNumber } from "../options.ts";
import { print, printJson } from "../print.ts";
import { table } from "../table.ts";

/** What the commands need of the lab's own trials. */
export interface HarborFace {
  /** A sweep's cells without trial numbers, how many trials each is to have, and the folder of each task that it names by one. */
  readonly readSpec: (file: string) => Promise<{
    readonly cells: readonly HarborCell[];
    readonly attempts: number;
    readonly folders: Readonly<Record<string, string>>;
  }>;
  /** The key of a trial. */ readonly keyOf: (cell: Cell) => string;
  /** Trials that the lab has already. */ readonly known: () => Promise<readonly TrialRecord[]>;
  /** Stores trials that are new; those that are there already are left as they are. */
  readonly keep: (trials: readonly ImportedTrial[]) => Promise<void>;
}

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

export function addHarbor(group: Command, face: HarborFace): void {
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
    .action((options: ExportOptions) => exportSweep(face, options));
  harbor
    .command("import")
    .summary("read a folder of Harbor's jobs as trials")
    .argument("<folder>", "an export's folder, or any folder of jobs", pathText("folder"))
    .addOption(jsonOption())
    .action((folder: string, options: { readonly json?: true }) => importFolder(face, folder, options));
}

async function exportSweep(face: HarborFace, options: ExportOptions): Promise<void> {
  const { exportJobs } = await import("../../agents/harbor/exportJobs.ts");
  const spec = await face.readSpec(options.spec);
  const { dataset, include, attempts = spec.attempts, concurrency, environment, provider } = options;
  if (include && dataset === undefined) throw new InvalidInput("--include", "must come with --dataset");
  const tasks: HarborTasks = dataset === undefined ? { folders: spec.folders } : { dataset, ...(include ? { include } : {}) };
  const more = { ...(concurrency ? { concurrency } : {}), ...(environment ? { environment } : {}), ...(provider ? { provider } : {}) };
  const { jobs, command } = await exportJobs(spec.cells, { tasks, attempts, ...more }, options.out);
  await print(
    `${jobs.map((job) => `${job}\n`).join("")}Run them by:\n  ${command}\nThen take them over by:\n  harness-lab agents harbor import ${options.out}\n`,
  );
}

async function importFolder(face: HarborFace, folder: string, { json }: { readonly json?: true }): Promise<void> {
  const [{ importJobs }, { readCells }, { JOBS_FOLDER }] = await Promise.all([
    import("../../agents/harbor/importJobs.ts"),
    import("../../agents/harbor/cellsFile.ts"),
    import("../../agents/harbor/exportJobs.ts"),
  ]);
  const cells = await readCells(folder);
  const jobs = cells.size > 0 ? join(folder, JOBS_FOLDER) : folder;
  const imported = await importJobs(jobs, { cells, keyOf: face.keyOf, known: await face.known(), lab: { version: LAB.version } });
  await face.keep(imported.trials);
  const { trials, ...rest } = imported;
  await (json ? printJson({ trials: trials.map(({ record }) => record), ...rest }) : print(asText(imported)));
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
