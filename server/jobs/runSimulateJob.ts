import { resumable } from "../../experiments/resumable.ts";
import { simulationIdentity } from "../../experiments/simulation.ts";
import type { SimulationResult } from "../../model/result.ts";
import { createSimulator, type RunOptions } from "../../sim/simulate.ts";
import { resultKey } from "../../store/resultKey.ts";
import type { HeldJob } from "./job.ts";
import type { CheckedWork } from "./request.ts";
import type { JobTools } from "./tools.ts";
import { withJobStore } from "./withJobStore.ts";

/** Simulates a point in threads of the job's own, which end with it; with the store it goes on where an earlier one was. */
export async function runSimulateJob(
  job: HeldJob,
  { point, runs, until, seed, store: kept }: CheckedWork & { kind: "simulate" },
  tools: JobTools,
): Promise<SimulationResult> {
  const { signal } = job;
  const options: RunOptions = { runs, seed, until, signal, onProgress: (done, planned) => job.progress(done, planned) };
  job.progress(0, runs);
  const simulator = createSimulator({ workers: tools.threads.count });
  try {
    return await withJobStore(kept, tools, signal, async (store) => {
      if (!store) return simulator.simulate(point, options);
      const identity = simulationIdentity(point, options);
      const produce = () => resumable(simulator.simulate, point, options, store, resultKey(identity));
      const { result, reused } = await store.produceOrLoad(identity, produce, { passed: point });
      if (reused) job.progress(result.runs, result.runs, result.runs);
      return result;
    });
  } finally {
    await simulator.close();
  }
}
