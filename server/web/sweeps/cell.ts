import { cellsOf, type SweepRow } from "../../../experiments/sweep/columns.ts";
import type { Estimate } from "../../../model/result.ts";
import type { Headline } from "../solver/tasks.ts";

/** A figure of a place: exact, or estimated with its 95% interval and count. */
export interface Known {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly count?: number;
}

/** What is known of one place of a sweep. */
export interface Cell {
  readonly passRate?: Known;
  /** Units of work. */ readonly finalBias?: Known;
  /** Why there are no figures. */ readonly reason?: string;
  /** The model accepts the point, and the exact solver cannot answer it. */ readonly isUnresolved?: true;
  /** As the server gave it, with all its figures; keyed by column as the command line writes them. */
  readonly columns?: Readonly<Record<string, unknown>>;
}

export type Figure = "passRate" | "finalBias";

export function cellOfHeadline(headline: Headline): Cell {
  if ("reason" in headline) return headline;
  return { passRate: { value: headline.passRate }, finalBias: { value: headline.finalBias } };
}

/** Where a row has both, the exact figures are shown, with the interval of the simulation. */
export function cellOfRow(row: SweepRow): Cell {
  const columns = cellsOf(row);
  if (row.status !== "ok") {
    const isUnresolved = row.status === "unresolved" ? { isUnresolved: true as const } : {};
    return { reason: row.reason ?? row.status, ...isUnresolved, columns };
  }
  const known = (figure: Figure): Known | undefined => {
    const estimate: Estimate | undefined = row.simulated?.[figure];
    const value = row.exact?.[figure] ?? estimate?.mean;
    if (value === undefined) return undefined;
    return estimate ? { value, low: estimate.low, high: estimate.high, count: estimate.count } : { value };
  };
  const [passRate, finalBias] = [known("passRate"), known("finalBias")];
  return { ...(passRate ? { passRate } : {}), ...(finalBias ? { finalBias } : {}), columns };
}
