import type { Command } from "commander";
import { InvalidInput } from "../model/invalid.ts";
import { interruptible } from "./interrupt.ts";
import { queueOption, workersOption } from "./options.ts";
import { notice } from "./simulators.ts";

interface WorkerOptions {
  readonly queue?: string;
  readonly workers: number;
  readonly once?: boolean;
}

export function addWorker(root: Command): void {
  root
    .command("worker")
    .summary("simulates for whoever submits to a queue, until stopped")
    .description("Takes blocks of runs from a queue, simulates them and writes down what they came to.")
    .addOption(queueOption("its URL"))
    .addOption(workersOption())
    .option("--once", "end when there is nothing left to do")
    .addHelpText("after", HELP)
    .action(work);
}

const REPORT_MS = 60_000;

async function work({ queue, workers: threads, once = false }: WorkerOptions): Promise<void> {
  if (queue === undefined) throw new InvalidInput("--queue", "must be given, or HARNESS_LAB_QUEUE be set: where the work is");
  if (queue === "embedded") throw new InvalidInput("--queue", "must be a PostgreSQL URL: an embedded queue has its workers already");
  const { runWorker } = await import("../queue/worker.ts");
  const done = { parts: 0, runs: 0 };
  let reported = 0;
  const said = () => `${done.parts} parts, ${done.runs.toLocaleString("en")} runs`;
  const onPart = (runs: number) => {
    done.parts++;
    done.runs += runs;
    if (Date.now() - reported < REPORT_MS) return;
    reported = Date.now();
    notice(`${said()} so far`);
  };
  await interruptible(
    (signal) => runWorker(queue, { field: "--queue", threads, once, signal, onNotice: notice, onPart }),
    () => said(),
  );
  notice(`${said()}; ended`);
}

const HELP = `
Start as many workers as you like, anywhere, before or after the sweep; each takes only work of its own version of the lab.
TERM or Ctrl-C: the job at hand is finished or given back, exit 0. A worker that is killed loses nothing: its job goes to another.
The database may be restarted meanwhile. Prefer HARNESS_LAB_QUEUE to --queue where others can see your command lines.

Example:
  HARNESS_LAB_QUEUE=postgresql://lab@db.example/lab harness-lab worker --workers 8`;
