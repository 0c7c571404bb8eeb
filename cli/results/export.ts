import type { Command } from "commander";
import { pathText } from "../options.ts";
import { type FilterOptions, filterOf, filterOptions, reading, storeOption } from "./common.ts";

interface ExportOptions extends FilterOptions {
  readonly store: string;
  readonly out: string;
  readonly records?: true;
}

export function addExport(group: Command): void {
  const command = group
    .command("export")
    .summary("figures as Parquet or CSV, or whole records for another store")
    .description("Writes what is stored to one file: a row a figure, with unit and key, or whole records that results import reads.")
    .requiredOption("--out <file>", "ends in .parquet or .csv; appears whole or not at all", pathText("--out"))
    .option("--records", "whole records, Parquet only, in place of figures")
    .addOption(storeOption());
  for (const option of filterOptions()) command.addOption(option);
  command.addHelpText("after", HELP).action(exportResults);
}

async function exportResults({ store: folder, out, records, ...filter }: ExportOptions): Promise<void> {
  const { exportStore } = await import("../../store/exportStore.ts");
  await reading(folder, async (store, damage) => {
    const count = await exportStore(store, out, { wholeRecords: records === true, filter: filterOf(filter), field: "--out" });
    const lost = damage.count > 0 ? "; what is damaged was left out" : "";
    process.stderr.write(`${count} results in ${out}${lost}\n`);
  });
}

const HELP = `
Columns of figures: key, name, experiment, method, model_version, seed, runs, goal, tolerance, step_budget, retry_budget, parameters
(all of them, as JSON), figure, unit, value, then error of an exact figure, or low, high (95%) and count of a simulated one.
The same results give the same bytes. Parquet is compressed by zstd.

Examples:
  harness-lab results export --out figures.csv --experiment sweep-point
  harness-lab results export --records --out all.parquet`;
