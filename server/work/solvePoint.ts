import type { ExactFigures } from "../../experiments/sweep/columns.ts";
import { exactFigures } from "../../experiments/sweep/runSweep.ts";
import type { Point } from "../../model/point.ts";
import { solve } from "../../theory/solve.ts";

/** The figures of a sweep's point, or of an experiment's: thousands of stages need not cross threads. */
export default function solvePoint({ point }: { readonly point: Point }): ExactFigures {
  return exactFigures(solve(point));
}
