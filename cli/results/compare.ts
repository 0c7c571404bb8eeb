import type { Command } from "commander";
import type { FigureDifference } from "../../experiments/compareResults.ts";
import { shortKey } from "../../store/filterText.ts";
import { jsonOption } from "../options.ts";
import { print, printJson } from "../print.ts";
import { figure, inWords, table } from "../table.ts";
import { reading, storeOption } from "./common.ts";

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
    const { compareResults } = await import("../../experiments/compareResults.ts");
    const compared = await compareResults(store, { first, second }, { first: "KEY", second: "KEY" });
    if (json) return printJson(compared);
    const heads = ["figure", shortKey(compared.first), shortKey(compared.second), "difference", "low", "high", "unit"];
    await print(table([heads, ...compared.figures.map(lineOf)]));
    for (const note of compared.notes) process.stderr.write(`${note}\n`);
  });
}

function lineOf(row: FigureDifference): string[] {
  return [inWords(row.figure), ...[row.first, row.second, row.difference, row.low, row.high].map(figure), row.unit ?? ""];
}

const HELP = `
difference is the second less the first. Where both are simulated, low and high are a 95% interval that takes the runs of the two for
independent (from each one's own interval: Zou and Donner 2008). Where one is exact, its estimated error is added at both ends.

Example:
  harness-lab results compare 3fa94c 88b01d`;
