import type { Command } from "commander";
import { interruptible } from "./interrupt.ts";
import { jsonOption, pointOption, runsOption, seedOption, workersOption } from "./options.ts";
import { print, printJson } from "./print.ts";
import { readJson } from "./readInput.ts";

interface SimulateOptions {
  readonly point: string;
  readonly runs: number;
  readonly seed: string;
  readonly workers: number;
  readonly json?: true;
}

export function addSimulate(root: Command): void {
  root
    .command("simulate")
    .summary("the same figures by simulation, with 95% intervals")
    .description("Simulates one parameter point. It never calls the exact solution.")
    .addOption(pointOption())
    .addOption(runsOption())
    .addOption(seedOption())
    .addOption(workersOption())
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(simulatePoint);
}

async function simulatePoint({ point: path, runs, seed, workers, json }: SimulateOptions): Promise<void> {
  const { parsePoint } = await import("../model/validate.ts");
  const point = parsePoint(await readJson(path, "--point"));
  const [{ simulate }, { progressBar }] = await Promise.all([import("../sim/simulate.ts"), import("./progress.ts")]);
  const bar = progressBar("simulating", runs, "runs");
  const onProgress = (doneRuns: number) => bar.update(doneRuns);
  const work = (signal: AbortSignal) => simulate(point, { runs, seed, workers, signal, onProgress });
  const result = await interruptible(work, () => "nothing was kept; a part of a simulation is no result").finally(bar.stop);
  if (json) return printJson(result);
  const { simulationSummary } = await import("./summary.ts");
  await print(simulationSummary(result));
}

const HELP = `
Rates are probabilities; biases, requests and quantiles are in units of work, the unit of the goal.
The same point, seed and number of runs give the same bytes for any number of workers.

Example:
  harness-lab simulate --point point.json --runs 100000 --seed lab --json`;
