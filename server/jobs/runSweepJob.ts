import { runSweep } from "../../experiments/sweep/runSweep.ts";
import { parseSweep } from "../../experiments/sweep/sweep.ts";
import type { Point } from "../../model/point.ts";
import { createSimulator } from "../../sim/simulate.ts";
import type { HeldJob } from "./job.ts";
import type { CheckedWork } from "./request.ts";
import type { JobTools } from "./tools.ts";
import { withJobStore } from "./withJobStore.ts";

/**
 * Runs a sweep point by point, exact ones in the server's threads, simulated ones in threads of the job's own, which end with it. Its spec
 * was tried before. Cancelled and asked for again, it goes on where it was: finished points are in the store.
 */
export async function runSweepJob(
  job: HeldJob,
  { spec, head, store: kept }: CheckedWork & { kind: "sweep" },
  tools: JobTools,
): Promise<void> {
  const { threads, limits } = tools;
  const { signal } = job;
  const sweep = await parseSweep(spec, { mostPoints: limits.jobPoints, tried: true });
  const { method, count } = head;
  const simulator = method === "exact" ? undefined : createSimulator({ workers: threads.count });
  const solve = (point: Point) => threads.ask("solvePoint", { point }, { signal, patient: true });
  const simulate = createSimulate(simulator);
  let reused = 0;
  const onProgress = (row: { readonly done: number; readonly reused: boolean }) => {
    if (row.reused) reused++;
    job.progress(row.done, count, reused);
  };
  // Waiting for the disk is what keeping a point costs, and points that are kept at once wait once. Simulated ones share all threads.
  const atOnce = method === "exact" ? Math.max(16, 2 * threads.count) : 2;
  try {
    await withJobStore(kept, tools, signal, async (store) => {
      for await (const row of runSweep(sweep, { solve, simulate, inParts: true, atOnce, store, signal, onProgress })) job.add(row);
    });
  } finally {
    await simulator?.close();
  }
}

function createSimulate(simulator: ReturnType<typeof createSimulator> | undefined): ReturnType<typeof createSimulator>["simulate"] {
  return simulator?.simulate ?? (() => Promise.reject(new Error("an exact sweep simulates nothing")));
}
