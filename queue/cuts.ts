import { randomUUID } from "node:crypto";
import type { Database } from "./database.ts";
import { partKey } from "./order.ts";

/** Consecutive blocks of a job that are given to one worker at a time. */
export interface Cut {
  /** `partKey`. */ readonly key: string;
  readonly firstBlock: number;
  readonly blocks: number;
  /** Id of the pg-boss job that carries it now. */ readonly sent: string;
}

interface CutRow {
  readonly key: string;
  readonly first_block: number;
  readonly blocks: number;
  readonly sent: string;
}
const COLUMNS = "key, first_block, blocks, sent";
const cutOf = ({ key, first_block, blocks, sent }: CutRow): Cut => ({ key, firstBlock: first_block, blocks, sent });

/** How a job has been cut so far, in order of blocks. */
export async function cutsOf(database: Database, job: string): Promise<Cut[]> {
  const { rows } = await database.query<CutRow>(`SELECT ${COLUMNS} FROM harness_lab.cut WHERE job = $1 ORDER BY first_block`, [job]);
  return rows.map(cutOf);
}

/** Cuts the next blocks of a job. @returns the cut that begins there, which another submitter may have made meanwhile */
export async function cutNext(database: Database, job: string, firstBlock: number, blocks: number): Promise<Cut> {
  await database.query(
    "INSERT INTO harness_lab.cut (job, first_block, blocks, key, sent) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    [job, firstBlock, blocks, partKey(job, firstBlock, blocks), randomUUID()],
  );
  const { rows } = await database.query<CutRow>(`SELECT ${COLUMNS} FROM harness_lab.cut WHERE job = $1 AND first_block = $2`, [
    job,
    firstBlock,
  ]);
  return cutOf(rows[0] as CutRow);
}

/** Gives a cut a new pg-boss job, as the last one ended without a part. @returns it as it is now: another submitter may have been faster */
export async function renewCut(database: Database, { key, sent }: Cut): Promise<Cut | undefined> {
  await database.query("UPDATE harness_lab.cut SET sent = $3 WHERE key = $1 AND sent = $2", [key, sent, randomUUID()]);
  const { rows } = await database.query<CutRow>(`SELECT ${COLUMNS} FROM harness_lab.cut WHERE key = $1`, [key]);
  return rows[0] && cutOf(rows[0]);
}

/** Jobs of which anything is kept. */
export async function keptJobs(database: Database): Promise<Set<string>> {
  const { rows } = await database.query<{ job: string }>("SELECT DISTINCT job FROM harness_lab.cut");
  return new Set(rows.map(({ job }) => job));
}

/** Forgets a job, its parts included; a worker still at it finds its part unwanted. */
export async function forgetJob(database: Database, job: string): Promise<void> {
  await database.query("DELETE FROM harness_lab.cut WHERE job = $1", [job]);
}
