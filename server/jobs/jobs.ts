import { Unresolved } from "../../theory/unresolved.ts";
import type { JobState } from "../api.ts";
import { problemOf, ServerProblem } from "../problems.ts";
import { doWork } from "./doWork.ts";
import { HeldJob } from "./job.ts";
import type { CheckedRequest, CheckedWork } from "./request.ts";
import type { JobTools } from "./tools.ts";

/** All jobs of a server: a few run, some wait, ended ones are remembered for a while. */
export interface Jobs {
  /** @throws ServerProblem where there are too many */
  submit(request: CheckedRequest): HeldJob;
  /** @throws ServerProblem where there is none of that id, or it has been forgotten */
  find(id: string): HeldJob;
  /** The latest first. */ list(): HeldJob[];
  counts(): Record<JobState, number>;
  /** Cancels what runs, and waits for it to end. */ close(): Promise<void>;
}

export function holdJobs(tools: JobTools): Jobs {
  const { limits } = tools;
  const held = new Map<string, HeldJob>();
  const queue: { readonly job: HeldJob; readonly work: CheckedWork }[] = [];
  const running = new Set<Promise<void>>();
  let closed = false;

  const forgetSome = () => {
    const ended = [...held.values()].filter((job) => job.ended);
    let bytes = ended.reduce((sum, job) => sum + job.weight, 0);
    let count = ended.length;
    // The latest stays whatever its size: somebody has just waited for it.
    for (const job of ended.slice(0, -1)) {
      if (count <= limits.jobsKept && bytes <= limits.bytesKept) return;
      held.delete(job.id);
      count--;
      bytes -= job.weight;
    }
  };

  const run = async (job: HeldJob, work: CheckedWork): Promise<void> => {
    job.begin();
    try {
      job.result = await doWork(job, work, tools);
      job.end("done");
    } catch (error) {
      if (job.signal.aborted) return job.end("cancelled");
      // A law beyond what doubles can hold is a RangeError where a simulation notices it.
      const problem = problemOf(error instanceof RangeError ? new Unresolved(error.message) : error);
      if (problem.code === "fault") tools.onFault(error);
      job.end("failed", problem);
    }
  };

  const next = () => {
    while (running.size < limits.jobsRunning) {
      const waiting = queue.shift();
      if (!waiting) return;
      if (waiting.job.ended) continue; // cancelled while it waited
      const done = run(waiting.job, waiting.work).finally(() => {
        running.delete(done);
        setTimeout(() => held.delete(waiting.job.id), limits.jobKeptMs).unref();
        forgetSome();
        next();
      });
      running.add(done);
    }
  };

  return {
    submit({ work, detached }) {
      if (closed) throw new ServerProblem("closing", "the server is ending");
      const waiting = queue.filter(({ job }) => !job.ended).length;
      if (waiting >= limits.jobsQueued)
        throw new ServerProblem("too-many-jobs", "as many jobs wait as there may be; ask again later", 5_000);
      const job = new HeldJob(work.kind, detached, limits);
      if (work.kind === "sweep") job.plan(work.head);
      held.set(job.id, job);
      queue.push({ job, work });
      next();
      forgetSome();
      return job;
    },
    find(id) {
      const job = held.get(id);
      if (!job) throw new ServerProblem("not-found", "there is no job of that id, or it ended long ago");
      return job;
    },
    list: () => [...held.values()].reverse(),
    counts() {
      const counts = { queued: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
      for (const { state } of held.values()) counts[state]++;
      return counts;
    },
    async close() {
      closed = true;
      for (const job of held.values()) job.cancel();
      await Promise.all(running);
    },
  };
}
