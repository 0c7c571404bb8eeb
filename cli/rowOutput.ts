import { cellsOf, columnsOf, type SweepRow } from "../experiments/sweep/columns.ts";
import type { Sweep } from "../experiments/sweep/sweep.ts";
import { openAtomicFile } from "../store/atomicFile.ts";
import { print } from "./print.ts";

export const FORMATS = ["csv", "jsonl"] as const;
export type Format = (typeof FORMATS)[number];

/** Where the rows of a sweep go, in order. */
export interface RowOutput {
  add(row: SweepRow): Promise<void>;
  finish(): Promise<void>;
  /** Leaves no file behind; rows already printed stay printed. */ discard(): Promise<void>;
}

/**
 * @param out  file that appears whole at `finish`; standard output, row by row, unless given
 * @throws InvalidInput when the file cannot be written
 */
export async function openRows(sweep: Sweep, out: string | undefined, format: Format): Promise<RowOutput> {
  const file = out === undefined ? undefined : await openAtomicFile(out, "--out");
  const write = file?.write ?? print;
  const columns = columnsOf(sweep);
  const head = format === "csv" ? csvLine(columns) : "";
  let begun = false;
  const begin = async () => {
    if (!begun && head !== "") await write(head);
    begun = true;
  };
  return {
    async add(row) {
      await begin();
      const cells = cellsOf(row);
      await write(format === "csv" ? csvLine(columns.map((column) => cells[column])) : `${JSON.stringify(cells)}\n`);
    },
    async finish() {
      await begin();
      await file?.commit();
    },
    discard: async () => file?.discard(),
  };
}

/** RFC 4180, with line feeds alone: a missing value is an empty cell, a structure its JSON. */
function csvLine(values: readonly unknown[]): string {
  return `${values.map((value) => csvCell(value)).join(",")}\n`;
}

function csvCell(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
