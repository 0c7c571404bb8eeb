import type { Command } from "commander";
import { addCompare } from "./compare.ts";
import { addExport } from "./export.ts";
import { addImport } from "./import.ts";
import { addList } from "./list.ts";
import { addMerge } from "./merge.ts";
import { addShow } from "./show.ts";
import { addVerify } from "./verify.ts";

export function addResults(root: Command): void {
  const group = root
    .command("results")
    .summary("what is stored: list, show, compare, export, import, verify; shards: merge")
    .description(
      "Looks into the results that sweep, reproduce and robustness keep, takes them elsewhere, makes a sample of them again, and joins shards of sweeps.",
    )
    .addHelpText("after", HELP);
  for (const add of [addList, addShow, addCompare, addExport, addImport, addVerify, addMerge]) add(group);
}

const HELP = `
A store is a folder with one database, lab.duckdb, of one process at a time. It holds each result under its key, a hash of all that
fixes it, with parameters, versions, commit and duration. Anything that speaks DuckDB can query its view "figures", a row a figure.
Rates are probabilities; biases and quantiles are in units of work.

Examples:
  harness-lab results list --experiment sweep-point --since 2026-11-01
  harness-lab results show 3fa94c
  harness-lab results export --out figures.parquet
  harness-lab results verify --sample 50
  harness-lab results merge part-*.json --out sweep.csv`;
