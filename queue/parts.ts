import type { Part } from "../sim/part.ts";
import { tallyFromJson, tallyToJson } from "../sim/tallyJson.ts";
import { sha256 } from "../store/resultKey.ts";
import type { Cut } from "./cuts.ts";
import type { Database } from "./database.ts";

/** A finished part as the database gives it. */
export interface FoundPart {
  readonly key: string;
  readonly tally: string | null;
  readonly checksum: string | null;
  /** Why it cannot be made, where the point has no numbers. */ readonly error: string | null;
  /** How long it kept a thread busy. */ readonly busyMs: number;
}

/**
 * Writes a part down unless it is there already, so a part that was made twice counts once.
 * @returns whether it was written, was there before, or is not wanted any more
 */
export async function writePart(
  database: Database,
  key: string,
  made: Part | Error,
  busyMs: number,
): Promise<"written" | "repeated" | "unwanted"> {
  const tally = made instanceof Error ? null : JSON.stringify(tallyToJson(made.tally));
  const values = [key, tally, tally === null ? null : checksumOf(key, tally), made instanceof Error ? made.message : null, busyMs];
  try {
    const { rowCount } = await database.query(
      "INSERT INTO harness_lab.part (key, tally, checksum, error, busy_ms) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
      values,
    );
    return rowCount === 0 ? "repeated" : "written";
  } catch (error) {
    if ((error as { code?: string }).code === "23503") return "unwanted"; // its cut is gone: the submitter has its result
    throw error;
  }
}

/** Whether a part is still to be made: not where it is there already, nor where its submitter has the result and forgot it. */
export async function isWanted(database: Database, key: string): Promise<boolean> {
  const text = "SELECT 1 FROM harness_lab.cut WHERE key = $1 AND NOT EXISTS (SELECT 1 FROM harness_lab.part WHERE key = $1)";
  return (await database.query(text, [key])).rows.length > 0;
}

/** Those of some parts that are done. */
export async function findParts(database: Database, keys: readonly string[]): Promise<FoundPart[]> {
  const { rows } = await database.query<FoundPart>(
    `SELECT key, tally, checksum, error, busy_ms AS "busyMs" FROM harness_lab.part WHERE key = ANY($1)`,
    [keys],
  );
  return rows;
}

export async function dropPart(database: Database, key: string): Promise<void> {
  await database.query("DELETE FROM harness_lab.part WHERE key = $1", [key]);
}

/** @throws RangeError for a part that is damaged or no part: it comes from elsewhere and is not trusted */
export function readPart({ key, tally, checksum }: FoundPart, { firstBlock, blocks }: Cut): Part {
  if (tally === null || checksum !== checksumOf(key, tally)) throw new RangeError("its checksum does not fit its content");
  return { firstBlock, blocks, tally: tallyFromJson(JSON.parse(tally)) };
}

const checksumOf = (key: string, tally: string): string => sha256(`${key} ${tally}`);
