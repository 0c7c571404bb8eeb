import { InvalidInput } from "../model/invalid.ts";
import { fillAtomically } from "./atomicFile.ts";
import { copyFigures, copyRecords, digestOf, fillSound, literal } from "./figures.ts";
import type { Filter } from "./filter.ts";
import { LAB } from "./lab.ts";
import type { StoredResults } from "./readStore.ts";

/** What an exported file holds, as its own metadata say. */
export const RECORDS_CONTENT = "harness-lab records";
const FIGURES_CONTENT = "harness-lab figures";

export interface ExportOptions {
  /** Whole records, for another store, in place of figures. */ readonly wholeRecords: boolean;
  readonly filter: Filter;
  /** What the user calls the file. */ readonly field: string;
}

/**
 * Writes a store's sound results to one file: figures in long form (see `figuresOf`) as Parquet or CSV, or whole records as Parquet.
 * The same results give the same bytes with the same lab on the same kind of machine.
 *
 * @param out  ends in .parquet or .csv; appears whole or not at all
 * @returns results written
 * @throws InvalidInput for another ending, and where the file cannot be written
 */
export async function exportStore(store: StoredResults, out: string, { wholeRecords, filter, field }: ExportOptions): Promise<number> {
  const ending = /\.(parquet|csv)$/.exec(out)?.[1];
  if (ending === undefined || (wholeRecords && ending === "csv"))
    throw new InvalidInput(field, wholeRecords ? "must end in .parquet for whole records" : "must end in .parquet or .csv", out);
  const { connection } = store;
  let count = 0;
  await fillAtomically(out, field, async (temporary) => {
    count = await fillSound(connection, store.records(filter));
    const blamed = { field, path: out };
    if (ending === "csv") await copyFigures(connection, temporary, "format csv, header true", blamed);
    else if (wholeRecords) {
      const digest = await digestOf(connection, "temp.sound");
      await copyRecords(connection, temporary, parquet({ content: RECORDS_CONTENT, digest }), blamed);
    } else await copyFigures(connection, temporary, parquet({ content: FIGURES_CONTENT }), blamed);
  });
  return count;
}

function parquet(metadata: Readonly<Record<string, string>>): string {
  const pairs = Object.entries({ ...metadata, lab_version: LAB.version }).map(([name, value]) => `${name}: ${literal(value)}`);
  return `format parquet, compression zstd, kv_metadata {${pairs.join(", ")}}`;
}
