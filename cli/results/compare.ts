import type { Command } from "commander";
import { InvalidInput } from "../../model/invalid.ts";
import { differenceInterval } from "../../numerics/intervals.ts";
import type { FigureRow } from "../../store/figures.ts";
import type { Stored } from "../../store/readStore.ts";
import { jsonOption } from "../options.ts";
import { print, printJson } from "../print.ts";
import { figure, inWords, table } from "../table.ts";
import { reading, shortKey, storeOption } from "./common.ts";
import { findResult } from "./find.ts";

interface CompareOptions {
  readonly store: string;
  readonly json?: true;
}

export function addCompare(group: Command): void {
  group
    .command("compare")
    .summary("two results figure by figure, with the interval of each difference")
    .description("Sets two stored results side by side and says for each figure how far the second is above the first.")
    .argument("<key>", "the first: its key, or how it begins")
    .argument("<other>", "the second")
    .addOption(storeOption())
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(compare);
}

async function compare(first: string, second: string, { store: folder, json }: CompareOptions): Promise<void> {
  await reading(folder, async (store) => {
    const { figuresOfRecord } = await import("../../store/figures.ts");
    const [a, b] = [await findResult(store, first), await findResult(store, second)];
    requireOneModel(a, b);
    const others = new Map((await figuresOfRecord(store.connection, b)).map((row) => [row.figure, row]));
    const rows = (await figuresOfRecord(store.connection, a)).flatMap((row) => {
      const other = others.get(row.figure);
      return other ? [difference(row, other)] : [];
    });
    if (rows.length === 0) throw new InvalidInput("KEY", "must name two results with a figure in common", second);
    const notes = notesOn(a, b);
    if (json) return printJson({ first: a.record.key, second: b.record.key, figures: rows, notes });
    await print(
      table([["figure", shortKey(a.record.key), shortKey(b.record.key), "difference", "low", "high", "unit"], ...rows.map(lineOf)]),
    );
    for (const note of notes) process.stderr.write(`${note}\n`);
  });
}

function requireOneModel(a: Stored, b: Stored): void {
  const [mine, other] = [a.record.identity.modelVersion, b.record.identity.modelVersion];
  if (mine !== other)
    throw new InvalidInput("KEY", `must name two results of one model version; these are of ${mine} and ${other}`, b.record.key);
}

type Difference = ReturnType<typeof difference>;

/** The exact figure's error is no matter of chance, so it is added as it is, not in squares. */
function difference(a: FigureRow, b: FigureRow) {
  const { low, high } = differenceInterval(asEstimate(a), asEstimate(b));
  const error = (a.error ?? 0) + (b.error ?? 0);
  const unit = a.unit === undefined ? {} : { unit: a.unit };
  return {
    figure: a.figure,
    ...unit,
    first: a.value,
    second: b.value,
    difference: b.value - a.value,
    low: low - error,
    high: high + error,
  };
}

const asEstimate = ({ value, low = value, high = value }: FigureRow) => ({ value, low, high });

function lineOf(row: Difference): string[] {
  return [inWords(row.figure), ...[row.first, row.second, row.difference, row.low, row.high].map(figure), row.unit ?? ""];
}

/** What a reader must know of the intervals. */
function notesOn(a: Stored, b: Stored): string[] {
  const seeds = [a, b].map(({ record }) => record.identity.seed);
  if (seeds.every((seed) => seed === undefined)) return ["both are exact: low and high hold the estimated errors of the two"];
  const independent = "95% intervals, the runs of the two taken for independent";
  return [seeds[0] === seeds[1] ? `${independent}; they share a seed, so a paired comparison would tell more` : independent];
}

const HELP = `
difference is the second less the first. Where both are simulated, low and high are a 95% interval that takes the runs of the two for
independent (from each one's own interval: Zou and Donner 2008). Where one is exact, its estimated error is added at both ends.

Example:
  harness-lab results compare 3fa94c 88b01d`;
