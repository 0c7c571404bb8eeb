import { COMPARED_FIGURES, type ComparedFigure } from "../model/comparison.ts";
import type { Point } from "../model/point.ts";
import { exactOrReason } from "./exactOrReason.ts";

/** Exact differences, second minus first, with estimated errors; or the reason why there are none. */
export interface ExactDifferences
  extends Readonly<Partial<Record<ComparedFigure, { readonly difference: number; readonly error: number }>>> {
  readonly absent?: string;
}

/** What stands beside a paired comparison. What the exact solver refuses is said, and the simulation stands alone. */
export function exactDifferences(first: Point, second: Point): ExactDifferences {
  const [one, other] = [exactOrReason(first), exactOrReason(second)];
  if (typeof one === "string") return { absent: one };
  if (typeof other === "string") return { absent: other };
  return Object.fromEntries(
    COMPARED_FIGURES.map((name) => [name, { difference: other[name] - one[name], error: other.error[name] + one.error[name] }]),
  );
}
