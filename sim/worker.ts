import { type BlockResult, makeWorkspace, simulateBlock } from "./block.ts";
import { type Job, progressWanted, runsOfBlock } from "./collector.ts";
import { compile, type Program, type Tables } from "./program.ts";

/** Consecutive blocks of a job, sent to a thread. */
export interface Task extends Job {
  readonly firstBlock: number;
  readonly blocks: number;
  /** Shared with the sender: not 0 once the reply is not wanted any more. */ readonly stop: Int32Array;
}

/** The blocks in order, and the time they took, for sizing the next task. */
export interface Reply {
  readonly results: readonly BlockResult[];
  readonly busyMs: number;
}

const tables: Tables = new Map();
const workspace = makeWorkspace();
/** The last program compiled here: tasks of one job come one after another. */
let last: { readonly key: string; readonly program: Program } | undefined;

/**
 * What a thread does; called by piscina. Progress that no quantile needs is left out of the reply.
 * @throws Error once stopped; nobody waits for it then
 */
export default function runTask(task: Task): Reply {
  const begun = performance.now();
  const key = JSON.stringify(task.point);
  if (last?.key !== key) last = { key, program: compile(task.point, tables) };
  const results: BlockResult[] = [];
  for (let block = task.firstBlock; block < task.firstBlock + task.blocks; block++) {
    const { tally, progress } = drain(simulateBlock(last.program, task.seed, block, runsOfBlock(task, block), workspace), task.stop);
    results.push({ tally, progress: progress.slice(0, progressWanted(block, progress.length)) });
  }
  return { results, busyMs: performance.now() - begun };
}

function drain<T>(work: Generator<void, T>, stop: Int32Array): T {
  let step = work.next();
  while (!step.done) {
    if (Atomics.load(stop, 0) !== 0) throw new Error("stopped");
    step = work.next();
  }
  return step.value;
}
