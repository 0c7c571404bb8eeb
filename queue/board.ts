import PgBoss from "pg-boss";
import type { Database } from "./database.ts";
import { type Order, VERSIONS } from "./order.ts";

/** pg-boss has a schema of its own, so that it meets no other user of pg-boss in the same database. */
export const BOSS_SCHEMA = "harness_lab_jobs";
const QUEUE = `parts-${VERSIONS}`;
/** A job that cost its worker this many lives is not given to another. */
const RETRY_LIMIT = 25;
const MAINTENANCE_MS = 5_000;

export type JobState = PgBoss.JobWithMetadata["state"];

/** The orders of this version of the lab: a queue of pg-boss. Jobs are named by uuid; naming one that is gone does nothing. */
export interface Board {
  /** Puts an order up, once however often it is called with the same id. */
  send(id: string, order: Order, expireMs: number): Promise<void>;
  /** The next order, now taken; undefined where there is none. */
  take(): Promise<{ readonly id: string; readonly data: unknown } | undefined>;
  complete(id: string): Promise<void>;
  /** Gives it back, to be taken again, or no more once it failed too often. */ fail(id: string, reason: string): Promise<void>;
  cancel(ids: readonly string[]): Promise<void>;
  /** State of each job that is still there, and why it failed last. */
  states(ids: readonly string[]): Promise<Map<string, { readonly state: JobState; readonly takenMsAgo: number; readonly reason: string }>>;
  close(): Promise<void>;
}

/**
 * @param supervise  whether to expire jobs that were taken too long ago and clear old ones away; one participant has to
 */
export async function openBoard(database: Database, supervise: boolean): Promise<Board> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.query(text, values) as Promise<{ rows: object[] }> as never },
    schema: BOSS_SCHEMA,
    supervise,
    schedule: false,
    maintenanceIntervalSeconds: MAINTENANCE_MS / 1000,
    archiveCompletedAfterSeconds: 3600,
    deleteAfterDays: 2,
  });
  boss.on("error", () => undefined); // its maintenance failed; it comes again
  try {
    await boss.start();
    await boss.createQueue(QUEUE);
  } catch (error) {
    await boss.stop({ graceful: false, close: false }); // its timers would keep the process alive
    throw error;
  }
  return {
    async send(id, order, expireMs) {
      const expireInSeconds = Math.ceil(expireMs / 1000);
      await boss.send(QUEUE, order, { id, retryLimit: RETRY_LIMIT, retryDelay: 0, expireInSeconds } as PgBoss.SendOptions);
    },
    async take() {
      const [job] = await boss.fetch(QUEUE, { batchSize: 1 });
      return job && { id: job.id, data: job.data };
    },
    complete: async (id) => void (await boss.complete(QUEUE, id)),
    fail: async (id, reason) => void (await boss.fail(QUEUE, id, { reason })),
    cancel: async (ids) => void (ids.length > 0 && (await boss.cancel(QUEUE, [...ids]))),
    async states(ids) {
      // pg-boss would ask for each by itself.
      const { rows } = await database.query<{ id: string; state: JobState; taken: number | null; reason: string | null }>(
        `SELECT id, state, (extract(epoch FROM now() - started_on) * 1000)::float8 AS taken, coalesce(output->>'reason', output->'value'->>'message') AS reason
         FROM ${BOSS_SCHEMA}.job WHERE name = $1 AND id = ANY($2::uuid[])`,
        [QUEUE, ids],
      );
      return new Map(
        rows.map(({ id, state, taken, reason }) => [id, { state, takenMsAgo: taken ?? 0, reason: reason ?? "no reason was given" }]),
      );
    },
    close: () => boss.stop({ graceful: false, close: false }),
  };
}
