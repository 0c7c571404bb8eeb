import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { SweepAnswer } from "../api.ts";
import type { HeldJob } from "../jobs/job.ts";
import { checkJob, JOB_SCHEMAS, moved } from "../jobs/request.ts";
import { streamEvents } from "../jobs/streamEvents.ts";
import { ServerProblem } from "../problems.ts";
import type { App, ServerContext } from "./context.ts";
import { whileListening } from "./vanished.ts";

const Id = Type.Object({ id: Type.String({ maxLength: 100 }) });

export function addJobs(app: App, context: ServerContext): void {
  const { jobs, threads, limits } = context;

  /** Every expression is tried at every point, in a thread: the job itself then need not. */
  const tried = async <W extends { readonly spec: unknown }>(work: W, request: FastifyRequest, reply: FastifyReply) => {
    const asked = { spec: work.spec, mostPoints: limits.jobPoints };
    const head = await threads.ask("parseSweep", asked, { signal: whileListening(request, reply) }).catch((error: unknown) => {
      throw moved(error, "spec");
    });
    return { ...work, head };
  };

  app.post(
    "/jobs",
    {
      schema: {
        summary: "begins work that takes a while",
        description:
          "Answers 202 at once, with the job and its address. A job that is not detached is cancelled 3 s after its last listener has gone, or 10 s after it was asked for where none came.",
        body: Type.Union(Object.values(JOB_SCHEMAS)),
      },
    },
    async (request, reply) => {
      const { work, detached } = checkJob(request.body, limits);
      const job = jobs.submit({ work: work.kind === "sweep" ? await tried(work, request, reply) : work, detached });
      return reply.status(202).header("location", `/api/v1/jobs/${job.id}`).send(job.view());
    },
  );

  app.get("/jobs", { schema: { summary: "jobs that run, wait or have ended lately, the latest first" } }, async () => ({
    jobs: jobs.list().map((job) => job.view()),
  }));

  app.get("/jobs/:id", { schema: { summary: "one job", params: Id } }, async (request) => jobs.find(request.params.id).view());

  app.delete("/jobs/:id", { schema: { summary: "cancels a job; harmless where it has ended", params: Id } }, async (request) => {
    const job = jobs.find(request.params.id);
    job.cancel();
    return job.view();
  });

  app.get("/jobs/:id/result", { schema: { summary: "what a job has found", params: Id } }, async (request, reply) => {
    const job = jobs.find(request.params.id);
    return reply.type("application/json").send(resultOf(job));
  });

  let streams = 0;
  app.get(
    "/jobs/:id/events",
    {
      schema: {
        summary: "what happens to a job, as server-sent events",
        description: "Events job, rows, progress and end. After end the stream is closed; asked again with its last id, the answer is 204.",
        params: Id,
      },
    },
    async (request, reply) => {
      const job = jobs.find(request.params.id);
      const from = rowsKnown(request.headers["last-event-id"]);
      if (job.ended && request.headers["last-event-id"] !== undefined && from >= job.rows.length) return reply.status(204).send();
      if (streams >= limits.streams)
        throw new ServerProblem("too-many-streams", "as many streams of events are open as there may be", 2_000);
      streams++;
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      await streamEvents(job, raw, from, limits).finally(() => streams--);
    },
  );
}

/** A reader that lost its connection says which rows it has. */
function rowsKnown(lastId: string | string[] | undefined): number {
  const text = Array.isArray(lastId) ? lastId[0] : lastId;
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

function resultOf(job: HeldJob): string {
  const { state, sweep, rows, result } = job;
  if (sweep && job.ended && state !== "failed") return JSON.stringify({ ...sweep, rows } satisfies SweepAnswer);
  if (state === "done" && result !== undefined) return result;
  const why = {
    queued: "has not begun",
    running: "is not done yet",
    failed: "has failed",
    cancelled: "was cancelled",
    done: "kept no result",
  };
  throw new ServerProblem("no-result", `the job ${why[state]}`, job.ended ? undefined : 1_000);
}
