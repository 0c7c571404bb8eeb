import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { BLOCK_RUNS, makeWorkspace } from "./block.ts";
import { makeKernel } from "./kernel/makeKernel.ts";
import type { Job, Part, Range } from "./part.ts";
import type { Program } from "./program.ts";
import { simulateRange } from "./simulateRange.ts";

/** How long this thread may work before it lets timers, signals and input have their turn. */
const PATIENCE_MS = 20;
/** How long blocks are gathered into one part. */
const PART_MS = 50;

/**
 * Runs a range of a job in this thread, turning to the event loop every 20 ms or so, where an abort is noticed.
 * @throws the signal's reason once it is aborted
 */
export async function runInThread(
  job: Job,
  range: Range,
  program: Program,
  signal: AbortSignal | undefined,
  onPart: (part: Part) => void,
): Promise<void> {
  const workspace = makeWorkspace(makeKernel(BLOCK_RUNS)); // its own: jobs in this thread may interleave
  let since = performance.now();
  for (let { from } = range; from < range.to; ) {
    const begun = performance.now();
    const work = simulateRange(program, job, { from, to: range.to }, workspace, () => performance.now() - begun > PART_MS);
    let step = work.next();
    while (!step.done) {
      if (performance.now() - since > PATIENCE_MS) {
        await turnOfTheLoop();
        signal?.throwIfAborted();
        since = performance.now();
      }
      step = work.next();
    }
    onPart(step.value);
    from += step.value.blocks;
  }
}
