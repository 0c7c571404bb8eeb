import type { Command } from "commander";
import { harmlessLine } from "../../agents/sandbox/harmless.ts";
import { isSample, type TrialRecord } from "../../model/trial.ts";
import type { KeptTrial } from "../../store/trials.ts";
import { jsonOption } from "../options.ts";
import { print, printJson } from "../print.ts";
import { addOptions, trialsFolderOption } from "./agentOptions.ts";
import type { KeyedSummary } from "./summaries.ts";
import { sweepTable } from "./sweepTable.ts";

interface ListOptions {
  readonly out: string;
  readonly agent?: string;
  readonly json?: true;
}

export function addList(group: Command): void {
  const command = group
    .command("list")
    .summary("cells with their pass rates, and the trials that were no sample")
    .description("Lists what is kept: a line for each cell, and after them the trials whose model failed or that were stopped.")
    .option("--agent <name>", "only this agent");
  addOptions(command, trialsFolderOption(), jsonOption()).action(list);
}

async function list({ out, agent, json }: ListOptions): Promise<void> {
  const [{ TrialFolder }, { summariesOf }, { overTasks, overTasksTable }] = await Promise.all([
    import("../../store/trials.ts"),
    import("./summaries.ts"),
    import("./overTasks.ts"),
  ]);
  const { trials, damaged } = await new TrialFolder(out, "--out").list();
  const records = trials.map(({ record }) => record).filter(({ cell }) => agent === undefined || cell.agent === agent);
  const cells: readonly KeyedSummary[] = summariesOf(records);
  const others = stillToRun(records);
  if (json)
    return printJson({
      cells,
      overTasks: overTasks(cells),
      others: others.map(({ key, status, reason }) => ({ key, status, reason })),
      damaged,
    });
  if (trials.length === 0) return print(`No trials in ${out}. Make some: harness-lab agents demo\n`);
  if (records.length === 0)
    return print(`No trials of ${harmlessLine(agent ?? "", 100)} in ${out}: those there are of ${harmlessLine(agentsIn(trials), 200)}.\n`);
  await print(sweepTable(cells) + overTasksTable(overTasks(cells)) + othersText(others));
  for (const { folder, damage } of damaged) process.stderr.write(`left out ${folder}: ${damage}\n`);
}

/** Records that are no sample, of trials that have none: after a sample the next sweep leaves a trial alone. */
function stillToRun(records: readonly TrialRecord[]): readonly TrialRecord[] {
  const done = new Set(records.filter(({ status }) => isSample(status)).map(({ key }) => key));
  return records.filter(({ key }) => !done.has(key));
}

const agentsIn = (trials: readonly KeptTrial[]): string => [...new Set(trials.map(({ record }) => record.cell.agent))].sort().join(", ");

const MOST_LINES = 20;

function othersText(others: readonly TrialRecord[]): string {
  const lines = others.slice(-MOST_LINES).map(({ key, status, reason = "" }) => `${key.slice(0, 8)}  ${status}: ${harmlessLine(reason)}\n`);
  const more = others.length > MOST_LINES ? `and ${others.length - MOST_LINES} before them\n` : "";
  return others.length === 0 ? "" : `\nNo samples of a pass rate, and run again by the next sweep:\n${lines.join("")}${more}`;
}
