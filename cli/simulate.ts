import type { Command } from "commander";
import { DEFAULT_RUNS, MAX_RUNS } from "../experiments/sweep/limits.ts";
import { InvalidInput } from "../model/invalid.ts";
import type { Point } from "../model/point.ts";
import type { RunOptions } from "../sim/simulate.ts";
import type { Store } from "../store/openStore.ts";
import { interruptible } from "./interrupt.ts";
import { jsonOption, numberText, pathText, pointOption, queueOption, runsOption, seedOption, workersOption } from "./options.ts";
import { print, printJson } from "./print.ts";
import { readJson } from "./readInput.ts";
import type { CommandSimulator } from "./simulators.ts";
import { withStore } from "./withStore.ts";

interface SimulateOptions {
  readonly point: string;
  readonly runs?: number;
  readonly until?: number;
  readonly seed: string;
  readonly workers: number;
  readonly queue?: string;
  readonly store?: string;
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
    .option(
      "--store <dir>",
      "keep the result there, and its parts as they are done: a killed simulation goes on where it was",
      pathText("--store"),
    )
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(simulatePoint);
}

async function simulatePoint({
  point: path,
  until,
  seed,
  workers,
  queue,
  store: folder,
  json,
  ...options
}: SimulateOptions): Promise<void> {
  const runs = options.runs ?? (until === undefined ? DEFAULT_RUNS : MAX_RUNS);
  if (until !== undefined && !(until > 0 && until < 1)) throw new InvalidInput("--until", "must be in (0, 1)", until);
  const { parsePoint } = await import("../model/validate.ts");
  const point = parsePoint(await readJson(path, "--point"));
  (await import("./shortRequests.ts")).noteShortRequests(point);
  const [{ openSimulator }, { progressBar }] = await Promise.all([import("./simulators.ts"), import("./progress.ts")]);
  const bar = progressBar("simulating", runs, "runs");
  const asked = { runs, until, seed, onProgress: bar.update };
  const work = async (signal: AbortSignal) => {
    const simulator = await openSimulator(queue, workers);
    try {
      const result = await withStore(folder ?? false, "--store", (store) => simulated(simulator, point, { ...asked, signal }, store));
      await simulator.onFinished?.(); // the result is printed next
      return result;
    } finally {
      await simulator.close();
    }
  };
  const kept =
    queue !== undefined
      ? "the queue keeps what is done"
      : folder !== undefined
        ? `what is done is kept in ${folder}`
        : "nothing was kept (no --store)";
  const result = await interruptible(work, () => kept).finally(bar.stop);
  if (json) return printJson(result);
  const { simulationSummary } = await import("./summary.ts");
  await print(simulationSummary(result));
}

/** From the store, or simulated and kept there. */
async function simulated({ simulate, inParts }: CommandSimulator, point: Point, options: RunOptions, store: Store | undefined) {
  if (!store) return simulate(point, options);
  const [{ simulationIdentity }, { resultKey }, { resumable }] = await Promise.all([
    import("../experiments/simulation.ts"),
    import("../store/resultKey.ts"),
    import("../experiments/resumable.ts"),
  ]);
  const identity = simulationIdentity(point, options);
  const produce = () => (inParts ? resumable(simulate, point, options, store, resultKey(identity)) : simulate(point, options));
  return (await store.produceOrLoad(identity, produce)).result;
}

const HELP = `
Rates are probabilities; biases, requests and quantiles are in units of work, the unit of the goal.
The same point, seed and number of runs give the same bytes for any number of workers.

Example:
  harness-lab simulate --point point.json --runs 100000 --seed lab --json
  harness-lab simulate --point point.json --until 0.001
  harness-lab simulate --point point.json --runs 10000000000 --store results/store`;
