import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { makeWorkspace, simulateBlock } from "./block.ts";
import { blocksOf, type Collector, type Job, runsOfBlock } from "./part.ts";
import type { Program } from "./program.ts";

/** How long this thread may work before it lets timers, signals and input have their turn. */
const PATIENCE_MS = 20;

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
  let since = performance.now();
  for (let block = 0; block < blocksOf(job); block++) {
    const work = simulateBlock(program, job.seed, block, runsOfBlock(job, block), workspace);
    let step = work.next();
    while (!step.done) {
      if (performance.now() - since > PATIENCE_MS) {
        await turnOfTheLoop();
        signal?.throwIfAborted();
        since = performance.now();
      }
      step = work.next();
    }
    collector.add({ firstBlock: block, blocks: 1, tally: step.value });
    onDone?.();
  }
}
