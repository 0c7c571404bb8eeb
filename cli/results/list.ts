import type { Command } from "commander";
import { shortKey } from "../../store/filterText.ts";
import type { Stored } from "../../store/readStore.ts";
import { jsonOption, wholeNumber } from "../options.ts";
import { print, printJson } from "../print.ts";
import { table } from "../table.ts";
import { type FilterOptions, filterOf, filterOptions, reading, storeOption } from "./common.ts";

interface ListOptions extends FilterOptions {
  readonly store: string;
  readonly last: number;
  readonly json?: true;
}

const MOST = 1_000_000;

export function addList(group: Command): void {
  const command = group
    .command("list")
    .summary("stored results, the latest last")
    .description("Lists stored results in the order they were begun.")
    .addOption(storeOption());
  for (const option of filterOptions()) command.addOption(option);
  command
    .option("--last <n>", `at most so many, the latest; 1 to ${MOST}`, wholeNumber("--last", 1, MOST), 100)
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(list);
}

async function list({ store: folder, last, json, ...filter }: ListOptions): Promise<void> {
  await reading(folder, async (store) => {
    const entries: ReturnType<typeof entryOf>[] = [];
    for await (const stored of store.records(filterOf(filter))) entries.push(entryOf(stored));
    entries.sort((a, b) => compareText(a.startedAt, b.startedAt) || compareText(a.key, b.key));
    const shown = entries.slice(-last);
    await (json ? printJson(shown) : print(table([HEADS, ...shown.map(lineOf)])));
    const left = entries.length - shown.length;
    process.stderr.write(`${entries.length} results${left > 0 ? `, ${left} earlier ones not shown (--last ${entries.length})` : ""}\n`);
  });
}

const HEADS = ["key", "experiment", "method", "runs", "seed", "model", "begun", "name"];

function entryOf({ name, record: { key, identity, provenance } }: Stored) {
  const { experiment, method, modelVersion, seed, runs } = identity;
  const { startedAt, durationMs, labVersion } = provenance;
  return { key, name, experiment, method, modelVersion, ...(seed === undefined ? {} : { seed, runs }), startedAt, durationMs, labVersion };
}

function lineOf({ key, experiment, method, runs, seed, modelVersion, startedAt, name }: ReturnType<typeof entryOf>): string[] {
  const begun = `${startedAt.slice(0, 10)} ${startedAt.slice(11, 19)}`;
  return [shortKey(key), experiment, method, String(runs ?? "-"), seed ?? "-", String(modelVersion), begun, name];
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const HELP = `
A key is shown by its first 12 digits, enough for show and compare; --json has all 64. Times are UTC.

Example:
  harness-lab results list --experiment retry --method simulate --json`;
