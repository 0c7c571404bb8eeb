import type { Command } from "commander";
import { MODEL_VERSION } from "../../model/canonical.ts";
import type { FigureRow } from "../../store/figures.ts";
import { findResult } from "../../store/findResult.ts";
import type { Stored } from "../../store/readStore.ts";
import { jsonOption } from "../options.ts";
import { print, printJson } from "../print.ts";
import { figure, inWords, smallFigure, table } from "../table.ts";
import { reading, storeOption } from "./common.ts";

interface ShowOptions {
  readonly store: string;
  readonly json?: true;
}

export function addShow(group: Command): void {
  group
    .command("show")
    .summary("one result with all that is known of it")
    .description("Shows a stored result: its figures, parameters, and where it comes from.")
    .argument("<key>", "the key, or its beginning where no other key begins so")
    .addOption(storeOption())
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(show);
}

async function show(key: string, { store: folder, json }: ShowOptions): Promise<void> {
  await reading(folder, async (store) => {
    const stored = await findResult(store, key, "KEY");
    if (json) return printJson(stored.record);
    const { figuresOfRecord } = await import("../../store/figures.ts");
    await print(inFull(stored, await figuresOfRecord(store.connection, stored)));
  });
}

function inFull({ name, record: { key, identity, provenance, result } }: Stored, figures: readonly FigureRow[]): string {
  const { code } = provenance;
  const other = identity.modelVersion === MODEL_VERSION ? "" : `, not this lab's ${MODEL_VERSION}`;
  const facts = [
    ["key", key],
    ["name", name],
    ["experiment", identity.experiment],
    ["method", identity.method],
    ...(identity.seed === undefined ? [] : [["seed", identity.seed]]),
    ...(identity.runs === undefined ? [] : [["runs", String(identity.runs)]]),
    ["model version", `${identity.modelVersion}${other}`],
    ["begun", provenance.startedAt],
    ["took", `${provenance.durationMs} ms`],
    ["lab", `${provenance.labVersion}, ${provenance.node}, ${provenance.platform}`],
    ["commit", code.commit ? `${code.commit}${code.dirty ? ", with changes" : ""}` : code.status],
    ["command", provenance.commandLine.join(" ")],
    ["parameters", JSON.stringify(identity.parameters)],
  ];
  const width = Math.max(...facts.map(([what]) => what.length));
  const head = facts.map(([what, said]) => `${what.padEnd(width)}  ${said}\n`).join("");
  const rest = figures.length > 0 ? table([FIGURE_HEADS, ...figures.map(figureLine)]) : `${JSON.stringify(result)}\n`;
  return `${head}\n${rest}`;
}

const FIGURE_HEADS = ["figure", "value", "error", "95% low", "95% high", "count", "unit"];

function figureLine(row: FigureRow): string[] {
  const { low, high, count } = row;
  return [inWords(row.figure), figure(row.value), smallFigure(row.error), figure(low), figure(high), String(count ?? "-"), row.unit ?? ""];
}

const HELP = `
An exact figure has its estimated error, a simulated one a 95% interval and the count of observations behind it.

Example:
  harness-lab results show 3fa94c`;
