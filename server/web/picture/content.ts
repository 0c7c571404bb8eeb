import type { TopLevelSpec } from "vega-lite";
import type { Look } from "../../../figures/look.ts";

/** A table as it is exported: heads with their units, rows in order; a missing value is absent. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** All that a picture is, and is taken away as. */
export interface PictureContent {
  /** Begins the names of its files, such as "pass-rate". */ readonly name: string;
  /** What it shows now, in a sentence with its numbers: read out in the place of the picture. */ readonly summary: string;
  /** The specification, its data under the names of `datasets`; the same shape again is redrawn with new data only. */
  spec(look: Look): TopLevelSpec;
  readonly datasets: Readonly<Record<string, readonly object[]>>;
  readonly table: Table;
  /** What stands behind it as JSON, such as a point and its solution. */ readonly json: unknown;
  /** The command that makes the same numbers in a terminal. */ readonly command: string;
}
