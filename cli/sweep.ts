import { extname } from "node:path";
import { type Command, Option } from "commander";
import type { Shard } from "../experiments/shards/shard.ts";
import type { SweepRow } from "../experiments/sweep/columns.ts";
import type { SweepTools } from "../experiments/sweep/runSweep.ts";
import type { Sweep } from "../experiments/sweep/sweep.ts";
import { InvalidInput } from "../model/invalid.ts";
import type { Store } from "../store/openStore.ts";
import { interruptible } from "./interrupt.ts";
import { pathText, queueOption, workersOption } from "./options.ts";
import { readJsonOrYaml } from "./readInput.ts";
import { FORMATS, type Format, openRows, type RowOutput } from "./rowOutput.ts";
import { shardText, sweepShard } from "./shard.ts";
import { figure } from "./table.ts";
import { withStore } from "./withStore.ts";

interface SweepOptions {
  readonly spec: string;
  readonly out?: string;
  readonly format?: Format;
  /** false: keep nothing. */ readonly store: string | false;
  readonly workers: number;
  readonly queue?: string;
  readonly shard?: Shard;
  readonly cancel?: true;
}

/** What has been done so far, for the last line and for an interrupt. */
interface Tally {
  done: number;
  reused: number;
  refused: number;
  /** Why the first row that is not ok is not. */ reason?: string;
  /** The row of the highest pass rate; the first of equals. */ best?: SweepRow;
}

export function addSweep(root: Command): void {
  root
    .command("sweep")
    .summary("a table over any fields of a point, exact, simulated or both")
    .description("Answers a question of your own: a base point, fields to vary, expressions for the rest.")
    .requiredOption("--spec <file>", "the sweep as YAML or JSON; - reads standard input")
    .option("--out <file>", "write the rows there instead of standard output, whole or not at all", pathText("--out"))
    .addOption(new Option("--format <format>", "csv or JSON lines; by the ending of --out unless given, else csv").choices(FORMATS))
    .option("--store <dir>", "keep finished points there, and take them from there", pathText("--store"), "results/store")
    .option("--no-store", "keep nothing")
    .addOption(workersOption())
    .addOption(queueOption("its URL, or embedded for one of this command's own"))
    .option("--shard <i/n>", "simulate the i-th of n shares into --out, for results merge; nothing is solved or stored", shardText)
    .option("--cancel", "with --queue: ask the workers to stop this sweep, wherever it was submitted; what is done is kept")
    .addHelpText("after", HELP)
    .action(sweepToRows);
}

async function sweepToRows(options: SweepOptions): Promise<void> {
  const { spec, out, workers, queue, shard, cancel } = options;
  const input = await readJsonOrYaml(spec, "--spec");
  if (shard) return sweepShard(input, shard, out, workers);
  formatOf(out, options.format); // a file of another kind is refused before the sweep is read
  const { parseSweep } = await import("../experiments/sweep/sweep.ts");
  const sweep = await parseSweep(input);
  if (cancel) return cancelSweep(sweep, queue);
  await withStore(options.store, "--store", (store) => runToRows(sweep, store, options));
}

async function runToRows(sweep: Sweep, store: Store | undefined, options: SweepOptions): Promise<void> {
  const { out, format, store: folder, workers, queue } = options;
  const rows = await openRows(sweep, out, formatOf(out, format));
  const tally: Tally = { done: 0, reused: 0, refused: 0 };
  const kept = folder === false ? "nothing was kept (--no-store)" : `they are kept in ${folder}, the same command goes on from there`;
  const goOn = queue === undefined ? kept : `workers were asked to stop; ${kept}`;
  try {
    await interruptible(
      (signal) => fill(rows, sweep, { store, workers, queue, signal }, tally),
      () => `${tally.done} of ${sweep.count} points done; ${goOn}`,
    );
  } catch (error) {
    await rows.discard();
    throw error;
  }
  process.stderr.write(`${inWords(tally)}${out === undefined ? "" : `; rows in ${out}`}\n${bestInWords(tally)}`);
}

/** @throws InvalidInput for a file whose ending says another format than these, unless the format is asked for */
function formatOf(out: string | undefined, asked: Format | undefined): Format {
  if (asked !== undefined || out === undefined) return asked ?? "csv";
  const ending = extname(out).slice(1);
  const format = FORMATS.find((one) => one === ending);
  if (format === undefined && ending !== "")
    throw new InvalidInput("--out", `must end in ${FORMATS.map((one) => `.${one}`).join(" or ")}, unless --format says which it is`, out);
  return format ?? "csv";
}

async function cancelSweep(sweep: Sweep, queue: string | undefined): Promise<void> {
  if (queue === undefined || queue === "embedded") throw new InvalidInput("--cancel", "must come with --queue and its URL");
  const [{ cancelJobs }, { pointAt }] = await Promise.all([import("../queue/cancelJobs.ts"), import("../experiments/sweep/pointAt.ts")]);
  const { runs, seed, count } = sweep;
  const asked = function* () {
    for (let index = 0; index < count; index++) {
      const point = pointAt(sweep, index);
      if (point) yield { point, runs, seed };
    }
  };
  const cancelled = await cancelJobs(queue, asked(), "--queue");
  process.stderr.write(`${cancelled} points were under way and are cancelled; what is done is kept\n`);
}

interface Work {
  readonly store: Store | undefined;
  readonly workers: number;
  readonly queue: string | undefined;
  readonly signal: AbortSignal;
}

/** Finishes the output too: only then may a queue forget what it holds. */
async function fill(rows: RowOutput, sweep: Sweep, { store, workers, queue, signal }: Work, tally: Tally): Promise<void> {
  const [{ runSweep }, { solve }, { openSimulator }, { sweepProgress }] = await Promise.all([
    import("../experiments/sweep/runSweep.ts"),
    import("../theory/solve.ts"),
    import("./simulators.ts"),
    import("./sweepProgress.ts"),
  ]);
  const simulator = sweep.method === "exact" ? await openSimulator(undefined, 1) : await openSimulator(queue, workers);
  const bar = sweepProgress(sweep);
  const onProgress = ({ done, reused }: { readonly done: number; readonly reused: boolean }) => {
    tally.done = done;
    tally.reused += reused ? 1 : 0;
    bar.finished(done);
  };
  const { inParts, atOnce, onSaved } = simulator;
  const simulate: SweepTools["simulate"] = (point, { index, ...options }) =>
    simulator.simulate(point, { ...options, onProgress: (doneRuns) => bar.ran(index, doneRuns) });
  try {
    for await (const row of runSweep(sweep, { solve, simulate, inParts, atOnce, onSaved, store, signal, onProgress })) {
      await rows.add(row);
      if (row.status === "ok") {
        if (tally.best === undefined || passes(row) > passes(tally.best) || failsLess(row, tally.best)) tally.best = row;
        continue;
      }
      tally.refused++;
      tally.reason ??= row.reason ?? row.status;
    }
    await rows.finish();
    await simulator.onFinished?.();
  } finally {
    bar.stop();
    await simulator.close();
  }
}

function inWords({ done, reused, refused, reason }: Tally): string {
  const parts = [
    `${done} points`,
    ...(reused > 0 ? [`${reused} reused`] : []),
    ...(refused > 0 ? [`${refused} without figures (the first: ${reason})`] : []),
  ];
  return parts.join(", ");
}

const passes = (row: SweepRow): number => row.exact?.passRate ?? row.simulated?.passRate?.mean ?? 0;
/** Where both pass rates round to the same number the fail rate still tells. */
const failsLess = (row: SweepRow, best: SweepRow): boolean =>
  passes(row) === passes(best) && row.exact?.failRate !== undefined && row.exact.failRate < (best.exact?.failRate ?? 0);

/** Where the sweep passes most: the question that most sweeps ask. */
function bestInWords({ best }: Tally): string {
  if (!best || passes(best) === 0) return "";
  const place = Object.entries(best.varied).map(
    ([name, value]) => `${name} = ${typeof value === "object" ? JSON.stringify(value) : value}`,
  );
  return `highest pass rate ${figure(passes(best))} at ${place.join(", ")}\n`;
}

const HELP = `
A spec:
  name: my-sweep               # begins the names of stored results
  base:                        # a point; see harness-lab solve --help
    goal: 100
    stages: { kind: uniform, count: 10 }
    tolerance: 2
    stepBudget: 8
    retryBudget: 5
    pool: [{ mu: 10, sigma: 6, min: 4, max: 14 }]
  vary:                        # all combinations, the first varies slowest; at most 1,000,000 points
    K: { field: stages.count, range: { from: 1, to: 30, step: 1 } }
    R: { field: retryBudget, range: { from: 1, to: 64, count: 7, scale: log } }
    share: [0.1, 0.2]          # no field: a quantity for expressions
  zip: []                      # for example [[K, R]]: these vary together
  set:                         # mathjs expressions over goal, tolerance, stepBudget, retryBudget and the names above
    tolerance: share * goal / K
  method: exact                # or simulate, or both
  runs: 20000                  # per simulated point
  seed: lab
A field is any path into the point, such as stages.count, pool[0].mu or guidance; values may be whole objects.
Columns: the names above, status, each figure with its error (exact) or mean, low, high, count (simulated), reason.
Rates are probabilities, biases are in units of work. A point that the model refuses is a row that says so.

Many machines: docs/scaling.md. HARNESS_LAB_QUEUE names the queue without showing a password in the command line.

Examples:
  harness-lab sweep --spec sweep.yaml --out sweep.csv
  harness-lab sweep --spec sweep.yaml --out sweep.csv --queue embedded
  harness-lab sweep --spec sweep.yaml --shard 2/8 --out part-2.json`;
