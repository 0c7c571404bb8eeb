import { BLOCK_RUNS, makeWorkspace } from "./block.ts";
import { makeKernel } from "./kernel/makeKernel.ts";
import type { Job, Part, Range } from "./part.ts";
import { patiently } from "./patience.ts";
import type { Program } from "./program.ts";
import { simulateRange } from "./simulateRange.ts";

/** How long blocks are gathered into one part: longer than `patiently` works without a turn. */
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
  for (let { from } = range; from < range.to; ) {
    const begun = performance.now();
    const enough = () => performance.now() - begun > PART_MS;
    const part = await patiently(simulateRange(program, job, { from, to: range.to }, workspace, enough), signal);
    onPart(part);
    from += part.blocks;
  }
}
