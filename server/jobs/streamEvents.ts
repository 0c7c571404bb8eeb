import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { JobEvents } from "../api.ts";
import type { Limits } from "../limits.ts";
import type { HeldJob } from "./job.ts";

/** Rows of one event: some 300 KB, so that a page draws while the next come. */
const BATCH = 500;
/** Changes are gathered that long: a picture is not redrawn more often. */
const GATHER_MS = 60;
/** A reader that takes nothing for so long has gone, whatever its connection says. */
const STALLED_MS = 30_000;

/**
 * Writes a job's events to a response until the job has ended or the reader has gone. What was is told first. Nothing is written while the
 * reader has not taken what came before: rows wait where they are in any case, with the job.
 *
 * @param from  rows that the reader has already
 */
export async function streamEvents(
  job: HeldJob,
  out: ServerResponse,
  from: number,
  { heartbeatMs }: Pick<Limits, "heartbeatMs">,
): Promise<void> {
  const gone = new AbortController();
  const stop = job.listen();
  const onClose = () => gone.abort();
  out.once("close", onClose);
  const { signal } = gone;
  const write = async (text: string): Promise<void> => {
    if (signal.aborted || out.write(text)) return;
    const stalled = setTimeout(() => out.destroy(), STALLED_MS);
    await once(out, "drain", { signal }).catch(() => undefined);
    clearTimeout(stalled);
  };
  let sent = from;
  const event = <N extends keyof JobEvents>(name: N, data: JobEvents[N]) =>
    write(`id: ${sent}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  let state: string | undefined;
  let told = "";
  try {
    while (!signal.aborted) {
      const { version } = job;
      if (job.state !== state) await event("job", job.view());
      state = job.state;
      while (sent < job.rows.length && !signal.aborted) {
        const rows = job.rows.slice(sent, sent + BATCH);
        const first = sent;
        sent += rows.length;
        await event("rows", { from: first, rows });
      }
      const progress = job.progressNow();
      const now = JSON.stringify([progress.done, progress.total]);
      if (now !== told) await event("progress", progress);
      told = now;
      if (job.version !== version) continue; // something came while this was written
      if (job.ended) return await event("end", job.view());
      await changed(job, version, signal, heartbeatMs, write);
      await wait(GATHER_MS);
    }
  } finally {
    out.off("close", onClose);
    stop();
    out.end();
  }
}

/** Waits for a change, with a sign of life now and then. */
async function changed(
  job: HeldJob,
  version: number,
  signal: AbortSignal,
  heartbeatMs: number,
  write: (text: string) => Promise<void>,
): Promise<void> {
  const timer = setInterval(() => void write(": still here\n\n"), heartbeatMs);
  await job.change(version, signal);
  clearInterval(timer);
}
