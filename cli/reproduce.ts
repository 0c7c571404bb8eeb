import { join } from "node:path";
import type { Command } from "commander";
import { DEFAULT_RUNS } from "../experiments/sweep/limits.ts";
import { named, runExperiments } from "./experimentRuns.ts";
import { pathText, seedOption, simulatedRunsOption, workersOption } from "./options.ts";
import { printJson } from "./print.ts";
import { withStore } from "./withStore.ts";

interface ReproduceOptions {
  readonly out: string;
  readonly only?: string;
  readonly runs: number;
  readonly seed: string;
  readonly workers: number;
}

export function addReproduce(root: Command): void {
  root
    .command("reproduce")
    .summary("the paper's figures with data, claims and a report")
    .description("Solves and simulates every experiment and writes its figures, data and claims. Finished points are kept and reused.")
    .option("--out <dir>", "folder for all of it", pathText("--out"), "results")
    .option("--only <id>", "one figure, such as figure-5, or the figures that show an experiment, such as retry")
    .addOption(simulatedRunsOption(DEFAULT_RUNS, `${DEFAULT_RUNS} per point; 0 leaves the simulation out`))
    .addOption(seedOption())
    .addOption(workersOption())
    .addHelpText("after", HELP)
    .action(reproduce);
}

async function reproduce({ out, only, runs, seed, workers }: ReproduceOptions): Promise<void> {
  const [{ EXPERIMENTS }, { FIGURES }] = await Promise.all([import("../experiments/catalogue.ts"), import("../figures/paperFigures.ts")]);
  const figures = only === undefined ? FIGURES : named(FIGURES, only, ({ id, experiments }) => [id, ...experiments]);
  const needed = new Set(figures.flatMap(({ experiments }) => experiments));
  const experiments = EXPERIMENTS.filter(({ id }) => needed.has(id));
  const { prepareFolders, writeReproduction } = await import("./reproduction.ts");
  const folder = join(out, "store");
  const startedAt = new Date();
  const kept = `they are kept in ${folder}, the same command goes on from there`;
  const { results, count } = await withStore(folder, "--out", async (store) => {
    await prepareFolders(out);
    return runExperiments(experiments, { runs, seed, workers, store, kept });
  });
  process.stderr.write(`${count.points} points, ${count.reused} of them reused from ${folder}\n`);
  const files = await writeReproduction(out, figures, results, { runs, seed, startedAt });
  const claims = [...results.values()].flatMap((result) => result.claims);
  const failed = claims.filter(({ holds }) => !holds).map(({ id }) => id);
  await printJson({ out, files, points: count, claims: { held: claims.length - failed.length, failed } });
  process.stderr.write(`${claims.length - failed.length} of ${claims.length} claims hold; open ${join(out, "report.html")}\n`);
  if (failed.length > 0) process.exitCode = 1;
}

const HELP = `
Written below --out:
  report.html        every figure with its claims; needs no network
  claims.json        [{id, figure, statement, holds, evidence, simulation}]
  figures/           each figure as SVG, PNG at twice the size, and Vega-Lite JSON with its data
  data/              each experiment as CSV, and as JSON with findings and claims
  store/             every finished point with its provenance: run again, it is reused
Rates are probabilities, biases are in units of work. Exit 1 if a claim does not hold; all is written even then.

Example:
  harness-lab reproduce --only figure-5 --runs 20000`;
