import type { Job, JobEvents, JobKind, JobRequest, JobResults } from "../../api.ts";
import { addressOf, get, post, remove, ServerAway, ServerProblem } from "./client.ts";

/** What is told of a job under way. */
export interface JobListeners {
  readonly onJob?: (job: Job) => void;
  readonly onProgress?: (progress: JobEvents["progress"]) => void;
  readonly onRows?: (rows: JobEvents["rows"]) => void;
}

/** Further words about why a job ended without a result. */
class JobEnded extends Error {
  override readonly name = "JobEnded";
  readonly job: Job;

  constructor(job: Job) {
    super(job.problem?.detail ?? `the job was ${job.state}`);
    this.job = job;
  }
}

/**
 * Starts a job and follows it to its end; aborting the signal cancels it.
 *
 * @throws JobEnded where it failed or was cancelled elsewhere; ServerProblem, ServerAway; the signal's reason
 */
export async function runJob<K extends JobKind>(
  request: Extract<JobRequest, { kind: K }>,
  listeners: JobListeners,
  signal: AbortSignal,
): Promise<JobResults[K]> {
  const { id } = await post<Job>("jobs", request, signal);
  const cancel = () => void remove(`jobs/${id}`).catch(() => undefined); // it may have ended, or the server with it
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const ended = await follow(id, listeners, signal);
    if (ended.state !== "done") throw new JobEnded(ended);
    return await get<JobResults[K]>(`jobs/${id}/result`, {}, signal);
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Once its events stop for good and the job is not known any more, the server has ended. */
function follow(id: string, { onJob, onProgress, onRows }: JobListeners, signal: AbortSignal): Promise<Job> {
  const events = new EventSource(addressOf(`jobs/${id}/events`));
  const on = <E extends keyof JobEvents>(name: E, tell: (data: JobEvents[E]) => void) =>
    events.addEventListener(name, (event) => tell(JSON.parse((event as MessageEvent<string>).data)));
  return new Promise<Job>((resolve, reject) => {
    on("job", (job) => onJob?.(job));
    on("progress", (progress) => onProgress?.(progress));
    on("rows", (rows) => onRows?.(rows));
    on("end", resolve);
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED) reject(new ServerAway());
      else
        get<Job>(`jobs/${id}`).catch((error: unknown) => (error instanceof ServerProblem || error instanceof ServerAway) && reject(error));
    };
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  }).finally(() => events.close());
}
