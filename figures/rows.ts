import type { Curve, Measure } from "../model/experiment.ts";

/** A point of the exact curve. A missing value is null, and breaks the line there. */
export interface ExactRow {
  readonly curve: string;
  readonly x: number;
  readonly exact: number | null;
}

/** A simulated point with its 95% interval; there is none where nothing was simulated. */
export interface SimulatedRow {
  readonly curve: string;
  readonly x: number;
  readonly simulated: number;
  readonly low: number;
  readonly high: number;
}

export function exactRows(curves: readonly Curve[], measure: Measure): ExactRow[] {
  return curves.flatMap((curve) =>
    inOrder(curve).map((point) => ({ curve: curve.name, x: point.at, exact: point.exact[measure]?.value ?? null })),
  );
}

/** Exact values with a gap on either side: a line through one point draws nothing, so these need a mark. */
export function isolatedRows(rows: readonly ExactRow[]): ExactRow[] {
  const joins = (row: ExactRow, other: ExactRow | undefined) => other?.curve === row.curve && other.exact !== null;
  return rows.filter((row, i) => row.exact !== null && !joins(row, rows[i - 1]) && !joins(row, rows[i + 1]));
}

export function simulatedRows(curves: readonly Curve[], measure: Measure): SimulatedRow[] {
  return curves.flatMap((curve) =>
    inOrder(curve).flatMap((point) => {
      const estimate = point.simulated[measure];
      return estimate ? [{ curve: curve.name, x: point.at, simulated: estimate.mean, low: estimate.low, high: estimate.high }] : [];
    }),
  );
}

function inOrder(curve: Curve) {
  return curve.points.toSorted((a, b) => a.at - b.at);
}
