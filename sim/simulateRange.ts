import { simulateBlock, type Workspace } from "./block.ts";
import { type Job, type Part, type Range, runsOfBlock } from "./part.ts";
import type { Program } from "./program.ts";
import { emptyTally, mergeBlock } from "./tally.ts";

/**
 * Simulates the blocks of a range one after another. Yields now and then, see `simulateBlock`.
 * @param enough  asked before each block but the first: the part ends there once it says so
 */
export function* simulateRange(
  program: Program,
  job: Job,
  { from, to }: Range,
  work: Workspace,
  enough: () => boolean = () => false,
): Generator<void, Part> {
  let tally = emptyTally(program.windows.length);
  let block = from;
  for (; block < to && !(block > from && enough()); block++)
    tally = mergeBlock(tally, yield* simulateBlock(program, job.seed, block, runsOfBlock(job, block), work, tally.sketch));
  return { firstBlock: from, blocks: block - from, tally };
}
