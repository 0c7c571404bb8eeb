import type { Database } from "./database.ts";
import { VERSIONS } from "./order.ts";

/** A worker says this often that it is there. */
export const BEAT_MS = 2_000;
const ALIVE_MS = 5 * BEAT_MS;

/** What a worker says of itself. */
export interface Presence {
  /** uuid. */ readonly id: string;
  readonly threads: number;
  /** Parts written so far. */ readonly parts: number;
  /** Blocks that were run here although their part was there already: they did not count. */ readonly repeatedBlocks: number;
}

export async function sayPresent(database: Database, { id, threads, parts, repeatedBlocks }: Presence): Promise<void> {
  await database.query(
    `INSERT INTO harness_lab.worker (id, versions, threads, parts, repeated_blocks) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (id) DO UPDATE SET parts = $4, repeated_blocks = $5, seen_at = now()`,
    [id, VERSIONS, threads, parts, repeatedBlocks],
  );
}

export async function sayGone(database: Database, id: string): Promise<void> {
  await database.query("DELETE FROM harness_lab.worker WHERE id = $1 OR seen_at < now() - interval '1 day'", [id]);
}

/** Threads of all workers of this version that were there lately. */
export async function expectedThreads(database: Database): Promise<number> {
  const { rows } = await database.query<{ threads: number }>(
    `SELECT coalesce(sum(threads), 0)::int AS threads FROM harness_lab.worker
     WHERE versions = $1 AND seen_at > now() - $2 * interval '1 millisecond'`,
    [VERSIONS, ALIVE_MS],
  );
  return rows[0]?.threads ?? 0;
}
