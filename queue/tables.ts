import { InvalidInput } from "../model/invalid.ts";
import { BOSS_SCHEMA } from "./board.ts";
import type { Database } from "./database.ts";

/** Version of the tables below; another is refused by name, as its rows may mean something else. */
const TABLES_VERSION = 1;

/**
 * The schema of pg-boss, which two that start at once would both make, and what it does not hold: how each job was cut, the parts that are done, and which workers are there.
 * Cuts of a job follow each other without gap: the next begins where the last ends, and the primary key lets only one
 * submitter begin there. So parts never overlap, whoever cuts.
 */
const TABLES = `
BEGIN;
SET LOCAL lock_timeout = '30s';
SELECT pg_advisory_xact_lock(hashtext('harness_lab tables'));
CREATE SCHEMA IF NOT EXISTS harness_lab;
CREATE SCHEMA IF NOT EXISTS ${BOSS_SCHEMA};
CREATE TABLE IF NOT EXISTS harness_lab.version (version int PRIMARY KEY);
INSERT INTO harness_lab.version SELECT ${TABLES_VERSION} WHERE NOT EXISTS (SELECT 1 FROM harness_lab.version);
CREATE TABLE IF NOT EXISTS harness_lab.cut (
  job text NOT NULL,
  first_block int NOT NULL,
  blocks int NOT NULL CHECK (blocks >= 1),
  key text NOT NULL UNIQUE,
  sent uuid NOT NULL,
  PRIMARY KEY (job, first_block)
);
CREATE TABLE IF NOT EXISTS harness_lab.part (
  key text PRIMARY KEY REFERENCES harness_lab.cut (key) ON DELETE CASCADE,
  tally text,
  checksum text,
  error text,
  busy_ms float8 NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS harness_lab.worker (
  id uuid PRIMARY KEY,
  versions text NOT NULL,
  threads int NOT NULL,
  parts int NOT NULL DEFAULT 0,
  repeated_blocks int NOT NULL DEFAULT 0,
  seen_at timestamptz NOT NULL DEFAULT now()
);
COMMIT;`;

/**
 * Makes the tables where they are missing; any number of participants may do so at once.
 * @throws InvalidInput for tables of another version of the lab
 */
export async function makeTables(database: Database, field: string): Promise<void> {
  await database.query(TABLES);
  const { rows } = await database.query<{ version: number }>("SELECT version FROM harness_lab.version");
  if (rows[0]?.version !== TABLES_VERSION)
    throw new InvalidInput(field, `must lead to a database whose harness_lab tables have version ${TABLES_VERSION}`, rows[0]?.version);
}
