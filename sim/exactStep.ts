import { type Pair, threefry } from "../numerics/threefry.ts";
import type { StepTable } from "./stepTable.ts";

/** Counters of tails have their top bit set; those of steps never do. */
const TAILS = 0x80000000 | 0;
const WORDS: Pair = [0, 0];

/** The step of a flagged cell: its word's 32 bits and 32 more of the same draw, inverted exactly. */
export function exactStep(table: StepTable, key: Readonly<Pair>, word: number, lane: number, n: number): number {
  threefry(key, lane, TAILS | n, WORDS);
  return table.exact(word >>> 0, WORDS[0] >>> 0);
}
