import { type Estimate, FIGURES, type FigureName } from "../../model/result.ts";
import type { Method } from "./spec.ts";

/** Beside the headline figures, the fail rate: it tells points apart whose pass rate rounds to 1. */
export const EXACT_FIGURES = ["passRate", "failRate", "finalBias", "finalBiasPassed", "signedBias"] as const;
type ExactFigure = (typeof EXACT_FIGURES)[number];

/** What is stored and shown of an exact solution: the headline figures with their errors. */
export type ExactFigures = Readonly<Partial<Record<ExactFigure, number>>> & {
  readonly error: Readonly<Partial<Record<ExactFigure, number>>>;
  readonly absent?: Readonly<Record<string, string>>;
};
/** The same of a simulation, each figure with its interval. */
export type SimulatedFigures = Readonly<Partial<Record<FigureName, Estimate>>> & {
  readonly absent?: Readonly<Record<string, string>>;
};

/** One row of a sweep's result. */
export interface SweepRow {
  readonly varied: Readonly<Record<string, unknown>>;
  readonly computed: Readonly<Record<string, number>>;
  /** "refused" by a rule of the model, "unresolved" by the exact solver; both say why in `reason`. */
  readonly status: "ok" | "refused" | "unresolved";
  readonly reason?: string;
  readonly exact?: ExactFigures;
  readonly simulated?: SimulatedFigures;
}

const ESTIMATE_PARTS = ["mean", "low", "high", "count"] as const;
const exactColumns = EXACT_FIGURES.flatMap((figure) => [figure, `${figure}Error`]);
const estimateColumn = (figure: FigureName, part: keyof Estimate) => figure + part.charAt(0).toUpperCase() + part.slice(1);
const simulatedColumns = FIGURES.flatMap((figure) => ESTIMATE_PARTS.map((part) => estimateColumn(figure, part)));

/** Names that axes may not take. */
export const CELL_NAMES: ReadonlySet<string> = new Set(["status", "reason", ...exactColumns, ...simulatedColumns]);

/** Column heads in order: axes, computed fields, status, figures, reason. */
export function columnsOf(sweep: {
  readonly varied: readonly string[];
  readonly computed: readonly string[];
  readonly method: Method;
}): string[] {
  return [
    ...new Set([...sweep.varied, ...sweep.computed]),
    "status",
    ...(sweep.method === "simulate" ? [] : exactColumns),
    ...(sweep.method === "exact" ? [] : simulatedColumns),
    "reason",
  ];
}

/** Column → value; a figure that does not exist has no entry. */
export function cellsOf({ varied, computed, status, reason, exact, simulated }: SweepRow): Record<string, unknown> {
  const cells: Record<string, unknown> = { ...varied, ...computed, status };
  for (const figure of EXACT_FIGURES) {
    if (exact?.[figure] !== undefined) cells[figure] = exact[figure];
    if (exact?.error[figure] !== undefined) cells[`${figure}Error`] = exact.error[figure];
  }
  for (const figure of FIGURES) {
    const estimate = simulated?.[figure];
    if (estimate) for (const part of ESTIMATE_PARTS) cells[estimateColumn(figure, part)] = estimate[part];
  }
  const absent = Object.entries({ ...exact?.absent, ...simulated?.absent }).filter(([name]) =>
    (FIGURES as readonly string[]).includes(name),
  );
  const said = reason ?? absent.map(([name, why]) => `no ${name}: ${why}`).join("; ");
  if (said !== "") cells.reason = said;
  return cells;
}
