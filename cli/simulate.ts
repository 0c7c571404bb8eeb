import type { Command } from "commander";
import { DEFAULT_RUNS, MAX_RUNS } from "../experiments/sweep/limits.ts";
import { InvalidInput } from "../model/invalid.ts";
import { interruptible } from "./interrupt.ts";
import { jsonOption, numberText, pointOption, queueOption, runsOption, seedOption, workersOption } from "./options.ts";
import { print, printJson } from "./print.ts";
import { readJson } from "./readInput.ts";

interface SimulateOptions {
  readonly point: string;
  readonly runs?: number;
  readonly until?: number;
  readonly seed: string;
  readonly workers: number;
  readonly queue?: string;
  readonly json?: true;
}

export function addSimulate(root: Command): void {
  root
    .command("simulate")
    .summary("the same figures by simulation, with 95% intervals")
    .description("Simulates one parameter point. It never calls the exact solution.")
    .addOption(pointOption())
    .addOption(runsOption().default(undefined, `${DEFAULT_RUNS}, or ${MAX_RUNS.toExponential(0)} with --until`))
    .option(
      "--until <width>",
      "stop once the 95% interval of the pass rate is no wider than this; --runs is then the most",
      numberText("--until"),
    )
    .addOption(seedOption())
    .addOption(workersOption())
    .addOption(queueOption("its URL, or embedded for one of this command's own"))
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(simulatePoint);
}

async function simulatePoint({ point: path, until, seed, workers, queue, json, ...options }: SimulateOptions): Promise<void> {
  const runs = options.runs ?? (until === undefined ? DEFAULT_RUNS : MAX_RUNS);
  if (until !== undefined && !(until > 0 && until < 1)) throw new InvalidInput("--until", "must be in (0, 1)", until);
  const { parsePoint } = await import("../model/validate.ts");
  const point = parsePoint(await readJson(path, "--point"));
  (await import("./shortRequests.ts")).noteShortRequests(point);
  const [{ openSimulator }, { progressBar }] = await Promise.all([import("./simulators.ts"), import("./progress.ts")]);
  const bar = progressBar("simulating", runs, "runs");
  const work = async (signal: AbortSignal) => {
    const simulator = await openSimulator(queue, workers);
    try {
      const result = await simulator.simulate(point, { runs, until, seed, signal, onProgress: bar.update });
      await simulator.onFinished?.(); // the result is printed next
      return result;
    } finally {
      await simulator.close();
    }
  };
  const kept = queue === undefined ? "nothing was kept; a part of a simulation is no result" : "the queue keeps what is done";
  const result = await interruptible(work, () => kept).finally(bar.stop);
  if (json) return printJson(result);
  const { simulationSummary } = await import("./summary.ts");
  await print(simulationSummary(result));
}

const HELP = `
Rates are probabilities; biases, requests and quantiles are in units of work, the unit of the goal.
The same point, seed and number of runs give the same bytes for any number of workers.

Example:
  harness-lab simulate --point point.json --runs 100000 --seed lab --json
  harness-lab simulate --point point.json --until 0.001`;
