import { InvalidInput } from "../../model/invalid.ts";
import { at, textAt } from "../json.ts";
import { readResult } from "../sandbox/readResult.ts";
import { plainJson } from "../trace/plainJson.ts";
import type { HarborCell } from "./jobConfig.ts";

export const CELLS_FILE = "cells.json";
const MOST_BYTES = 64 * 2 ** 20;

/** The index of an export: which job is which cell. */
export function cellsText(cells: ReadonlyMap<string, HarborCell>): string {
  return `${JSON.stringify({ schema: 1, jobs: Object.fromEntries(cells) }, null, 2)}\n`;
}

/**
 * The index of a folder; empty where it has none.
 *
 * @throws InvalidInput for a file that is there and is no index
 */
export async function readCells(folder: string): Promise<Map<string, HarborCell>> {
  const left = await readResult(folder, CELLS_FILE, MOST_BYTES);
  if (left.status === "missing") return new Map();
  if (left.status !== "read" || left.cut) throw new InvalidInput(CELLS_FILE, "must be a regular file of at most 64 MiB");
  let value: unknown;
  try {
    value = JSON.parse(left.bytes.toString("utf8"));
  } catch {
    throw new InvalidInput(CELLS_FILE, "must be JSON");
  }
  const jobs = at(value, "jobs");
  if (at(value, "schema") !== 1 || jobs === null || typeof jobs !== "object")
    throw new InvalidInput(CELLS_FILE, "must be an index of jobs");
  return new Map(Object.entries(plainJson("jobs", jobs)).map(([name, cell]) => [name, checked(name, cell)]));
}

/** The fields that an import relies on; a cell that was edited otherwise is the user's own. */
function checked(name: string, cell: unknown): HarborCell {
  // Names go into a script and into paths.
  if (!/^[A-Za-z0-9][\w-]{0,199}$/.test(name)) throw new InvalidInput("jobs", "must be named by letters, digits and hyphens", name);
  const field = `jobs.${name}`;
  for (const part of ["agent", "version", "model", "source"])
    if (textAt(cell, part) === undefined) throw new InvalidInput(`${field}.${part}`, "must be a text");
  if (!Array.isArray(at(cell, "harness", "steps"))) throw new InvalidInput(`${field}.harness.steps`, "must be a list");
  if (!Number.isSafeInteger(at(cell, "wording"))) throw new InvalidInput(`${field}.wording`, "must be a whole number");
  return cell as HarborCell;
}
