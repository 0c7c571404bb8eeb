/** What decides how many blocks the next job of a simulation gets. */
export interface Progress {
  /** Blocks not cut yet, ≥ 1. */ readonly remaining: number;
  /** Measured cost of a block on one thread; undefined before the first part. */ readonly msPerBlock: number | undefined;
  /** Blocks in the largest part measured so far, of this simulation. */ readonly largest: number;
  /** Threads of all workers, ≥ 1. */ readonly threads: number;
}

/** A job should last about this long: a hundred times what sending it costs, and little is lost with a worker. */
const JOB_MS = 3_000;
/** With many threads jobs are longer, so that the submitter gets no more than some 200 parts a second to check and add. */
const JOB_MS_PER_THREAD = 5;
/** Not even at the end are jobs shorter, where there is more than that to do. */
const LEAST_MS = 250;
const FIRST_BLOCKS = 4;
/** Early parts are small and measure badly, as tables are still being made: sizes grow step by step. */
const GROWTH = 8;

/** Blocks of the next job: some 3 s of work; small while the cost is not known, and towards the end, so that workers end together. */
export function jobSize({ remaining, msPerBlock, largest, threads }: Progress): number {
  if (msPerBlock === undefined) return Math.min(remaining, FIRST_BLOCKS);
  const blocks = (ms: number) => Math.max(1, Math.floor(ms / Math.max(msPerBlock, 1e-3)));
  const share = Math.max(blocks(LEAST_MS), Math.ceil(remaining / (2 * threads)));
  return Math.min(remaining, blocks(Math.max(JOB_MS, JOB_MS_PER_THREAD * threads)), share, GROWTH * Math.max(largest, FIRST_BLOCKS));
}

const LEAST_EXPIRY_MS = 15 * 60_000;
const UNKNOWN_EXPIRY_MS = 6 * 3_600_000;
const MOST_EXPIRY_MS = 23 * 3_600_000;

/**
 * When a job that is still held is given to another worker: for a worker that hangs while its connection lives. One that
 * dies is noticed by its lock, so this may be long, and must be longer than any job takes.
 */
export function expiryMs(blocks: number, msPerBlock: number | undefined): number {
  if (msPerBlock === undefined) return UNKNOWN_EXPIRY_MS;
  return Math.min(MOST_EXPIRY_MS, Math.max(LEAST_EXPIRY_MS, 20 * blocks * msPerBlock));
}
