import { BLOCK_RUNS, makeWorkspace } from "./block.ts";
import { makeKernel } from "./kernel/makeKernel.ts";
import type { Job, Range } from "./part.ts";
import { compile, type Program, type Tables } from "./program.ts";
import { type Reply, replyOf } from "./reply.ts";
import { simulateRange } from "./simulateRange.ts";

/** Consecutive blocks of a job, sent to a thread. */
export interface Task extends Job, Range {
  /** Shared with the sender: not 0 once the reply is not wanted any more. */ readonly stop: Int32Array;
}

const tables: Tables = new Map();
const workspace = makeWorkspace(makeKernel(BLOCK_RUNS));
/** The last program compiled here: tasks of one job come one after another. */
let last: { readonly key: string; readonly program: Program } | undefined;

/**
 * What a thread does; called by piscina.
 * @throws Error once stopped; nobody waits for it then
 */
export default function runTask(task: Task): Reply {
  const begun = performance.now();
  const key = JSON.stringify(task.point);
  if (last?.key !== key) last = { key, program: compile(task.point, tables) };
  return replyOf(drain(simulateRange(last.program, task, task, workspace), task.stop), performance.now() - begun);
}

function drain<T>(work: Generator<void, T>, stop: Int32Array): T {
  let step = work.next();
  while (!step.done) {
    if (Atomics.load(stop, 0) !== 0) throw new Error("stopped");
    step = work.next();
  }
  return step.value;
}
