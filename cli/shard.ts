import type { Shard } from "../experiments/shards/shard.ts";
import { InvalidInput } from "../model/invalid.ts";
import type { Tables } from "../sim/program.ts";
import type { Threads } from "../sim/threads.ts";
import { interruptible } from "./interrupt.ts";
import { notice } from "./simulators.ts";

const MOST_SHARDS = 100_000;

/** @throws InvalidInput for what is not i/n */
export function shardText(text: string): Shard {
  const [, shard, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ?? [];
  if (shard === undefined || of === undefined || shard < 1 || shard > of || of > MOST_SHARDS)
    throw new InvalidInput("--shard", `must be i/n with 1 <= i <= n <= ${MOST_SHARDS}, such as 2/8`, text);
  return { shard, of };
}

/**
 * Does one share of a sweep's simulation and writes it to a file for `results merge`; killed and started anew it goes on.
 *
 * @param input  the spec as read
 * @throws InvalidInput for a sweep that simulates nothing, and without --out
 */
export async function sweepShard(input: unknown, shard: Shard, out: string | undefined, workers: number): Promise<void> {
  if (out === undefined) throw new InvalidInput("--out", "must be given with --shard: the file to write the share to");
  const [{ parseSweep }, { headOf }, { isFinished, openUnfinished }, { runShard }, { progressBar }] = await Promise.all([
    import("../experiments/sweep/sweep.ts"),
    import("../experiments/shards/shard.ts"),
    import("../experiments/shards/unfinishedFile.ts"),
    import("../experiments/shards/runShard.ts"),
    import("./progress.ts"),
  ]);
  const sweep = await parseSweep(input);
  if (sweep.method === "exact") throw new InvalidInput("--shard", "must be left out for a sweep of method exact, which simulates nothing");
  const head = headOf(input, shard);
  const named = `shard ${shard.shard} of ${shard.of}`;
  if (await isFinished(out, head)) return notice(`${named} is done already; it is in ${out}`);
  const file = await openUnfinished(out, head, "--out");
  const threads = await rangesIn(workers);
  const bar = progressBar(`${named}:`, sweep.count, "points");
  try {
    const work = (signal: AbortSignal) => runShard(sweep, shard, file, { run: threads.run, signal, onProgress: bar.update });
    await interruptible(work, () => `what is done of ${named} is kept in ${out}.unfinished, the same command goes on from there`);
    await file.finish();
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  } finally {
    bar.stop();
    await threads.close();
  }
  process.stderr.write(`${named} of ${sweep.count} points in ${out}; harness-lab results merge joins all ${shard.of}\n`);
}

/** One worker is this thread: starting another takes longer than a small share. */
async function rangesIn(workers: number): Promise<Pick<Threads, "run" | "close">> {
  if (workers > 1) return (await import("../sim/threads.ts")).startThreads(workers);
  const [{ runInThread }, { compile }] = await Promise.all([import("../sim/inThread.ts"), import("../sim/program.ts")]);
  const tables: Tables = new Map();
  return {
    run: (job, range, signal, onPart) => runInThread(job, range, compile(job.point, tables), signal, onPart),
    close: async () => undefined,
  };
}
