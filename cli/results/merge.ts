import { type Command, Option } from "commander";
import { pathText } from "../options.ts";
import { FORMATS, type Format, openRows } from "../rowOutput.ts";

interface MergeOptions {
  readonly out?: string;
  readonly format?: Format;
}

export function addMerge(group: Command): void {
  group
    .command("merge")
    .summary("joins the shards of a sweep")
    .description("Joins the files of `sweep --shard` into the rows of the sweep, as one machine would have written them.")
    .argument("<files...>", "one file of each shard, in any order")
    .option("--out <file>", "write the rows there instead of standard output, whole or not at all", pathText("--out"))
    .addOption(new Option("--format <format>", "csv or JSON lines; by the ending of --out unless given, else csv").choices(FORMATS))
    .addHelpText("after", HELP)
    .action(merge);
}

async function merge(files: readonly string[], { out, format }: MergeOptions): Promise<void> {
  const [{ openShards, UnfitShard }, { parseSweep }, { runSweep }, { solve }, { progressBar }] = await Promise.all([
    import("../../experiments/shards/mergeShards.ts"),
    import("../../experiments/sweep/sweep.ts"),
    import("../../experiments/sweep/runSweep.ts"),
    import("../../theory/solve.ts"),
    import("../progress.ts"),
  ]);
  const shards = await openShards(files, "FILE");
  try {
    const sweep = await parseSweep(shards.spec);
    const rows = await openRows(sweep, out, format ?? (out?.endsWith(".jsonl") ? "jsonl" : "csv"));
    const bar = progressBar("merging", sweep.count, "points");
    try {
      for await (const row of runSweep(sweep, { solve, simulate: shards.simulate, onProgress: ({ done }) => bar.update(done) }))
        await rows.add(row);
      await shards.finish();
      await rows.finish();
    } catch (error) {
      await rows.discard();
      throw error instanceof UnfitShard ? error.cause : error;
    } finally {
      bar.stop();
    }
    process.stderr.write(`${sweep.count} points from ${files.length} shards${out === undefined ? "" : `; rows in ${out}`}\n`);
  } finally {
    shards.close();
  }
}

const HELP = `
Refused by name: a missing shard, one that is there twice, was cut short, altered, or is of another sweep or version of the lab.
A sweep of method both is solved here: only its simulation was shared out.

Example:
  harness-lab results merge part-*.json --out sweep.csv`;
