// Where things lie in the kernel's memory, in bytes. Lists have room for one vector past their end: the last store of a
// compaction writes four lanes, of which the later ones are not counted.

/** Runs of a block at most. */
export const LANES: i32 = 8192;
const ROOM: usize = <usize>LANES + 16;

/** Vectors of one constant each: V8 would otherwise make them anew, by three instructions, in every turn of a loop. */
export const CONSTANTS: usize = 0;
/** For each 4-bit mask the bytes that bring the marked 32-bit lanes of a vector to its front. Shape [16, 16 bytes]. */
export const FRONTS: usize = 1024;

/** Lanes in the stage: the run's place in its block, i32. */
export const IDS: usize = 2048;
/** Of each lane in the stage, i32: attempts rejected · 2^16 + steps taken in this attempt. */
export const COUNTS: usize = IDS + 4 * ROOM;
/** Second words of the generator, kept for the next draw, u32. */
export const CARRY: usize = COUNTS + 4 * ROOM;
/** Progress in this attempt, i32, in the pool's unit. */
export const PROGRESS: usize = CARRY + 4 * ROOM;

/** Of this draw: words and second words, u32; members chosen and steps, i32. */
export const WORDS: usize = PROGRESS + 4 * ROOM;
export const CHOICES: usize = WORDS + 4 * ROOM;
export const STEPS: usize = CHOICES + 4 * ROOM;

/** Lanes that have left the stage, in the order in which they did: place in the block, counts with the sign bit of a stage unrecovered, progress. */
export const LEFT_IDS: usize = STEPS + 4 * ROOM;
export const LEFT_COUNTS: usize = LEFT_IDS + 4 * ROOM;
export const LEFT_PROGRESS: usize = LEFT_COUNTS + 4 * ROOM;

/**
 * By run of the block, 16 bytes each: progress so far, i64, in the pool's unit; and attempts · 2^37 + steps so far, u64, as budgets
 * keep attempts below 2^27 and steps below 2^37. Side by side, as both are written where a lane leaves a stage.
 */
export const BOOK: usize = LEFT_PROGRESS + 4 * ROOM;
/** By run: 1 once a stage was unrecovered, u8. */
export const FAILED: usize = BOOK + 16 * ROOM;

/** By run, for the tally of a block, f64: X − G, attempts, steps. */
export const DEVIATION: usize = FAILED + ROOM;
export const RUN_ATTEMPTS: usize = DEVIATION + 8 * ROOM;
export const RUN_STEPS: usize = RUN_ATTEMPTS + 8 * ROOM;
/** Means, then sums of squares, of the five figures of figures.ts, f64. */
export const SUMS: usize = RUN_STEPS + 8 * ROOM;

/** A pool of many members, see guided.ts: 64 of them at most, f64. */
export const POOL: usize = SUMS + 8 * 16;
/** For each member, i32: first and last cell that are not flagged (last not included), and the bits of a word that are dropped. */
export const MEMBERS: usize = POOL + 8 * (3 + 64 + 3 * 65 + 64 * 65 + 2);
/** Step tables, one after another: 4097 edges each, i32 in the pool's unit, and room to end on 16 bytes. */
export const TABLE_BYTES: usize = 4 * 4100;
export const TABLES: usize = MEMBERS + 16 * 64;
