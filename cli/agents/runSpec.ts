import { harmlessLine } from "../../agents/sandbox/harmless.ts";
import type { PlannedSweep } from "../../agents/trial/runAgentSweep.ts";
import type { AgentSweepSpec } from "../../agents/trial/spec.ts";
import { isSample, type TrialRecord } from "../../model/trial.ts";
import { interruptible } from "../interrupt.ts";
import { print, printJson } from "../print.ts";
import { progressBar } from "../progress.ts";
import { machine } from "./agentOptions.ts";
import { askBeforeSpending } from "./askBeforeSpending.ts";
import { refuseUnreachable } from "./reachServer.ts";
import { sweepTable } from "./sweepTable.ts";
import { trialShelf } from "./trialShelf.ts";

export interface RunOptions {
  readonly agents?: string;
  readonly out: string;
  readonly prices?: string;
  readonly yes?: true;
  readonly json?: true;
}

/**
 * Runs a sweep of agents that is planned as a whole first: says what it would cost, asks where money is spent, runs what is not there yet,
 * and prints each cell's summary.
 */
export async function runSpec(spec: AgentSweepSpec, options: RunOptions): Promise<void> {
  const [{ planAgentSweep }, here, shelf, { writeWorkflows }] = await Promise.all([
    import("../../agents/trial/runAgentSweep.ts"),
    machine(options.prices),
    trialShelf(options.out, "--out"),
    import("./writeWorkflows.ts"),
  ]);
  warnOfTasks(spec);
  const generate = writeWorkflows(spec, here, options.out);
  const folder = options.agents === undefined ? {} : { agentsFolder: options.agents };
  const said = { ended: "" };
  const records = await interruptible(
    async (signal) => {
      const sweep = await planAgentSweep({ spec, shelf, ...here, ...folder, ...(generate ? { generate } : {}), signal });
      try {
        if (spec.source.kind === "server") {
          const waiting = await missing(sweep, shelf); // reads every record, so it is asked only here
          await askBeforeSpending({ spec, trials: sweep.cells.length, waiting, prices: here.prices, yes: options.yes === true });
          if (waiting > 0) await refuseUnreachable(spec);
        }
        return await runAll(sweep, said, signal);
      } finally {
        await sweep.close();
      }
    },
    () => `finished trials are kept in ${options.out}; the same command goes on`,
  );
  const { summariesOf } = await import("./summaries.ts");
  const summaries = summariesOf(records);
  const { overTasks, overTasksTable } = await import("./overTasks.ts");
  const over = overTasks(summaries);
  if (options.json) await printJson({ cells: summaries, overTasks: over, ...(said.ended === "" ? {} : { endedEarly: said.ended }) });
  else await print(sweepTable(summaries) + overTasksTable(over));
  const others = records.filter(({ status }) => !isSample(status));
  const last = others.at(-1);
  if (last !== undefined)
    process.stderr.write(
      `${others.length} ended without being a sample, and run again by the same command; the last: ${last.status}: ${harmlessLine(last.reason ?? "", 300)}\n`,
    );
  if (said.ended !== "") process.stderr.write(`${said.ended}\n`);
  if (last !== undefined || said.ended !== "") process.exitCode = 1;
}

function warnOfTasks({ source, tasks }: AgentSweepSpec): void {
  if (source.kind !== "served" || tasks.every(({ kind }) => kind === "addition")) return;
  process.stderr.write("The lab's own model can only add: at every task but addition it does nothing, and nothing passes.\n");
}

async function missing(sweep: PlannedSweep, { keyOf, sampleOf }: Awaited<ReturnType<typeof trialShelf>>): Promise<number> {
  let count = 0;
  for (const cell of sweep.cells) if ((await sampleOf(keyOf(cell))) === undefined) count++;
  return count;
}

async function runAll(sweep: PlannedSweep, said: { ended: string }, signal: AbortSignal): Promise<readonly TrialRecord[]> {
  const bar = progressBar("agents", sweep.cells.length, "trials");
  const records: TrialRecord[] = [];
  try {
    const end = await sweep.run((record) => {
      records.push(record);
      bar.update(records.length);
    });
    signal.throwIfAborted();
    said.ended = end.endedEarly ?? "";
    return records;
  } finally {
    bar.stop();
  }
}
