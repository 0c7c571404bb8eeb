import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { makeWorkspace, simulateBlock } from "./block.ts";
import { blocksOf, type Collector, type Job, runsOfBlock } from "./part.ts";
import type { Program } from "./program.ts";
import { emptyTally, mergeBlock } from "./tally.ts";

/** How long this thread may work before it lets timers, signals and input have their turn. */
const PATIENCE_MS = 20;
/** How long blocks are gathered before they are entered together. */
const PART_MS = 50;

/**
 * Runs a job in this thread, turning to the event loop every 20 ms or so, where an abort is noticed.
 * @throws the signal's reason once it is aborted
 */
export async function runInThread(
  job: Job,
  program: Program,
  collector: Collector,
  signal?: AbortSignal,
  onDone?: () => void,
): Promise<void> {
  const workspace = makeWorkspace(); // its own: jobs in this thread may interleave
  const blocks = blocksOf(job);
  let since = performance.now();
  for (let firstBlock = 0; firstBlock < blocks; ) {
    const begun = performance.now();
    let tally = emptyTally(program.windows.length);
    let block = firstBlock;
    while (block < blocks && performance.now() - begun < PART_MS) {
      const work = simulateBlock(program, job.seed, block, runsOfBlock(job, block), workspace, tally.sketch);
      let step = work.next();
      while (!step.done) {
        if (performance.now() - since > PATIENCE_MS) {
          await turnOfTheLoop();
          signal?.throwIfAborted();
          since = performance.now();
        }
        step = work.next();
      }
      tally = mergeBlock(tally, step.value);
      block++;
    }
    collector.add({ firstBlock, blocks: block - firstBlock, tally });
    firstBlock = block;
    onDone?.();
  }
}
