import { EXPERIMENTS } from "../../experiments/catalogue.ts";
import { pointsOf, runExperiment } from "../../experiments/runExperiment.ts";
import type { ExperimentResult } from "../../model/experiment.ts";
import type { Point } from "../../model/point.ts";
import { createSimulator } from "../../sim/simulate.ts";
import type { WorkInput, WorkResult } from "../work/catalogue.ts";
import type { HeldJob } from "./job.ts";
import type { CheckedWork } from "./request.ts";
import type { JobTools } from "./tools.ts";
import { withJobStore } from "./withJobStore.ts";

/** Runs an experiment of the paper, exact points in the server's threads; finished points are kept, as `lab reproduce` does. */
export async function runExperimentJob(
  job: HeldJob,
  { id, runs, seed, store: kept }: CheckedWork & { kind: "experiment" },
  tools: JobTools,
): Promise<ExperimentResult> {
  const { threads } = tools;
  const { signal } = job;
  const experiment = EXPERIMENTS.find((each) => each.id === id);
  if (!experiment) throw new Error(`no experiment is called ${id}`);
  const total = pointsOf(experiment, runs);
  let done = 0;
  let reused = 0;
  const onPoint = (known: boolean) => {
    if (known) reused++;
    job.progress(++done, total, reused);
  };
  job.progress(0, total);
  const asked = { signal, patient: true };
  const simulator = createSimulator({ workers: threads.count });
  try {
    return await withJobStore(kept, tools, signal, (store) =>
      runExperiment(experiment, {
        runs,
        seed,
        store,
        signal,
        onPoint,
        atOnce: threads.count + 1,
        solve: async (point: Point) => drawn(await threads.ask("solvePoint", { point }, asked)),
        simulate: simulator.simulate,
        simulateClaims: (rates, options) =>
          threads.ask("simulateClaims", { ...rates, runs: options.runs, seed: options.seed } satisfies WorkInput<"simulateClaims">, asked),
      }),
    );
  } finally {
    await simulator.close();
  }
}

/** The figures that are drawn; an exact solution has them always. */
function drawn({ passRate, finalBias, error }: WorkResult<"solvePoint">) {
  if (passRate === undefined || finalBias === undefined || error.passRate === undefined || error.finalBias === undefined)
    throw new Error("an exact solution must hold pass rate and final bias");
  return { passRate, finalBias, error: { passRate: error.passRate, finalBias: error.finalBias } };
}
