import { type Command, Option } from "commander";
import { COMPARED_FIGURES, type PairedComparison } from "../model/comparison.ts";
import type { ExactDifferences } from "../theory/exactDifferences.ts";
import { interruptible } from "./interrupt.ts";
import { jsonOption, pointOption, runsOption, seedOption } from "./options.ts";
import { print, printJson } from "./print.ts";
import { readJson } from "./readInput.ts";
import { figure, inWords, smallFigure, table } from "./table.ts";

interface CompareOptions {
  readonly point: string;
  readonly with: string;
  readonly runs: number;
  readonly seed: string;
  readonly json?: true;
}

export function addCompare(root: Command): void {
  root
    .command("compare")
    .summary("the difference of two points, exact and on shared random numbers")
    .description(
      "Simulates two points on the same random numbers and gives their differences run by run, beside the exact ones. Pairing makes the intervals shorter.",
    )
    .addOption(pointOption())
    .addOption(new Option("--with <file>", "the point to compare it with; differences are this one minus --point").makeOptionMandatory())
    .addOption(runsOption())
    .addOption(seedOption())
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(comparePoints);
}

async function comparePoints({ point: firstPath, with: secondPath, runs, seed, json }: CompareOptions): Promise<void> {
  const { InvalidInput } = await import("../model/invalid.ts");
  if (firstPath === "-" && secondPath === "-") throw new InvalidInput("--with", "must be a file where --point is standard input", "-");
  const { parsePoint } = await import("../model/validate.ts");
  const [first, second] = [parsePoint(await readJson(firstPath, "--point")), parsePoint(await readJson(secondPath, "--with"))];
  const [{ comparePaired }, { progressBar }] = await Promise.all([import("../sim/paired/comparePaired.ts"), import("./progress.ts")]);
  const bar = progressBar("comparing", runs, "runs");
  const onProgress = (doneRuns: number) => bar.update(doneRuns);
  const work = (signal: AbortSignal) => comparePaired(first, second, { runs, seed, signal, onProgress });
  const paired = await interruptible(work, () => "nothing was kept; a part of a comparison is no result").finally(bar.stop);
  const exact = (await import("../theory/exactDifferences.ts")).exactDifferences(first, second);
  if (json) return printJson({ ...paired, exact });
  await print(summary(paired, exact));
}

function summary(paired: PairedComparison, exact: ExactDifferences): string {
  const rows = COMPARED_FIGURES.map((name) => {
    const { first, second, mean, low, high, shortening } = paired[name];
    const cells = [first, second, exact[name]?.difference].map(figure);
    const times = shortening === undefined ? "-" : String(Number(shortening.toPrecision(3)));
    return [inWords(name), ...cells, smallFigure(exact[name]?.error), ...[mean, low, high].map(figure), times];
  });
  const { both, firstOnly, secondOnly, neither } = paired.passes;
  return [
    table([["", "first", "second", "exact difference", "error", "paired difference", "low", "high", "shorter by"], ...rows]),
    exact.absent === undefined ? "" : `no exact difference: ${exact.absent}\n`,
    `\n${both} runs passed at both points, ${firstOnly} at the first only, ${secondOnly} at the second only, ${neither} at neither\n`,
    `${paired.runs} runs of each, seed ${JSON.stringify(paired.seed)}; differences are second minus first, intervals at 95%\n`,
  ].join("");
}

const HELP = `
Rates are probabilities; biases are in units of work, attempts and steps per run. "shorter by" is the width of the interval that
independent runs would have had, over that of the paired one: its square is how many times fewer runs suffice.

Example:
  harness-lab compare --point ten-stages.json --with twelve-stages.json --runs 100000 --json`;
