import { InvalidInput } from "../model/invalid.ts";
import type { Connection, Row } from "./database.ts";
import { sha256 } from "./resultKey.ts";
import { text } from "./results.ts";

/**
 * A finished part of a long simulation: the tally of consecutive blocks of runs, as JSON text that the store never reads.
 * It is kept until the result of its key is saved, so that a killed simulation goes on where it was.
 */
export interface Part {
  /** First block of the part, integer ≥ 0. */ readonly firstBlock: number;
  /** Blocks it covers, integer ≥ 1: firstBlock, …, firstBlock + blocks − 1. */ readonly blocks: number;
  /** Their tally, as text; compared byte by byte. */ readonly tally: string;
}

export interface PartStore {
  /**
   * Keeps a part; it is on the disk when this returns. The same part again is harmless, and so is one that comes late, when the result
   * of its key is already saved: it is then dropped.
   *
   * @param key  `resultKey` of the result that the parts add up to
   * @throws InvalidInput naming the blocks when another part of that key covers any of them: with other bounds, or with another tally
   * @throws RangeError for blocks that are no integers in range
   */
  savePart(key: string, part: Part): Promise<void>;
  /**
   * The parts kept under a key, in the order of their blocks, which do not overlap but may have gaps. Empty once the result is saved.
   * A damaged part is reported and left out: its blocks are to be run again.
   */
  loadParts(key: string): Promise<Part[]>;
}

/** Adds a part; see `PartStore`. To be run in a transaction. */
export async function putPart(connection: Connection, key: string, part: Part): Promise<void> {
  const { firstBlock, blocks, tally } = part;
  const [saved] = await connection.all("select 1 from results where key = $1", [key]);
  if (saved) return;
  const rivals = await connection.all("select * from parts where key = $1 and first_block < $2 and first_block + blocks > $3", [
    key,
    firstBlock + blocks,
    firstBlock,
  ]);
  const sound = rivals.filter((row) => isSound(key, row)).map(partOf);
  if (sound.some((rival) => rival.firstBlock === firstBlock && rival.blocks === blocks && rival.tally === tally)) return;
  if (sound.length > 0)
    throw new InvalidInput(
      "parts",
      `must cover each block of ${key.slice(0, 12)} once: blocks ${span(sound[0])} are stored already, with ${sound[0].firstBlock === firstBlock && sound[0].blocks === blocks ? "another tally" : "other bounds"}`,
      span(part),
    );
  for (const row of rivals) await connection.all("delete from parts where key = $1 and first_block = $2", [key, Number(row.first_block)]);
  await connection.all("insert into parts values ($1, $2, $3, $4, $5)", [key, firstBlock, blocks, tally, checksumOf(key, part)]);
}

/** @param onDamaged  told of each part that its checksum does not vouch for */
export async function partsOf(connection: Connection, key: string, onDamaged: (what: string) => void): Promise<Part[]> {
  const rows = await connection.all("select * from parts where key = $1 order by first_block", [key]);
  for (const row of rows) if (!isSound(key, row)) onDamaged(`part ${row.first_block} of ${key}`);
  return rows.filter((row) => isSound(key, row)).map(partOf);
}

/** Drops the parts of a key whose result is being saved. To be run in the same transaction. */
export async function dropParts(connection: Connection, key: string): Promise<void> {
  await connection.all("delete from parts where key = $1", [key]);
}

/** Keys that parts are kept under. */
export async function keysOfParts(connection: Connection): Promise<Set<string>> {
  return new Set((await connection.all("select distinct key from parts")).map((row) => text(row, "key")));
}

/** @throws RangeError naming the field, the rule and the value */
export function checkPart({ firstBlock, blocks }: Part): void {
  if (!Number.isSafeInteger(firstBlock) || firstBlock < 0) throw new RangeError(`firstBlock must be an integer >= 0, got ${firstBlock}`);
  if (!Number.isSafeInteger(blocks) || blocks < 1) throw new RangeError(`blocks must be an integer >= 1, got ${blocks}`);
}

const partOf = (row: Row): Part => ({ firstBlock: Number(row.first_block), blocks: Number(row.blocks), tally: text(row, "tally") });
const isSound = (key: string, row: Row): boolean => row.checksum === checksumOf(key, partOf(row));
const checksumOf = (key: string, { firstBlock, blocks, tally }: Part): string => sha256(`${key} ${firstBlock} ${blocks} ${tally}`);
const span = ({ firstBlock, blocks }: Part): string => (blocks === 1 ? `${firstBlock}` : `${firstBlock} to ${firstBlock + blocks - 1}`);
