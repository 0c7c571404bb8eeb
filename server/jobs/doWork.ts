import type { HeldJob } from "./job.ts";
import type { CheckedWork } from "./request.ts";
import { runExperimentJob } from "./runExperimentJob.ts";
import { runSimulateJob } from "./runSimulateJob.ts";
import { runSweepJob } from "./runSweepJob.ts";
import type { JobTools } from "./tools.ts";

/**
 * Does a job's work, telling the job of its progress.
 *
 * @returns the result as JSON text; undefined for a sweep, whose rows are its result
 * @throws the signal's reason once the job is cancelled; what the work throws
 */
export async function doWork(job: HeldJob, work: CheckedWork, tools: JobTools): Promise<string | undefined> {
  const asked = {
    signal: job.signal,
    patient: true,
    onProgress: (done: number, total: number) => job.progress(done, total),
  };
  switch (work.kind) {
    case "sweep":
      await runSweepJob(job, work, tools);
      return undefined;
    case "simulate":
      return JSON.stringify(await runSimulateJob(job, work, tools));
    case "experiment":
      return JSON.stringify(await runExperimentJob(job, work, tools));
    case "compare": {
      const { kind, ...input } = work;
      job.progress(0, input.runs);
      return JSON.stringify(await tools.threads.ask(kind, input, asked));
    }
    case "recommend":
      return JSON.stringify(await tools.threads.ask("recommend", work.input, asked));
    case "validate": {
      const { kind, ...input } = work;
      return JSON.stringify(await tools.threads.ask(kind, input, asked));
    }
  }
}
