import { afterAll, beforeAll } from "vitest";
import { parsePoint } from "../../model/validate.ts";
import { type Database, openDatabase } from "../../queue/database.ts";
import { type EmbeddedDatabase, startEmbedded } from "../../queue/embedded.ts";
import { runWorker, type WorkerOptions } from "../../queue/worker.ts";
import { examplePoint } from "../examplePoint.ts";

/** A PostgreSQL of this test file's own, from the packages alone; a free port, gone at the end. */
export function ownDatabase() {
  const own = {} as { server: EmbeddedDatabase; database: Database; url: string };
  beforeAll(async () => {
    own.server = await startEmbedded("--queue");
    own.url = own.server.url;
    own.database = await openDatabase(own.url, {
      field: "--queue",
      patienceMs: () => 30_000,
      waitAtFirst: true,
      onOutage: () => undefined,
    });
  });
  afterAll(async () => {
    await own.database?.close();
    await own.server?.stop();
  });
  return own;
}

/** A worker in this process. */
export function workerHere(url: string, options: Partial<WorkerOptions> = {}) {
  const stop = new AbortController();
  const made = { runs: 0, parts: 0 };
  const onPart = (runs: number) => {
    made.runs += runs;
    made.parts++;
  };
  const ended = runWorker(url, { threads: 1, signal: stop.signal, onPart, ...options });
  ended.catch(() => undefined); // told by `end`
  return {
    made,
    end: () => {
      stop.abort();
      return ended;
    },
  };
}

export const pointOf = (changes: object = {}) => parsePoint({ ...examplePoint, ...changes });

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
