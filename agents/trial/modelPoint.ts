import type { Point } from "../../model/point.ts";
import { servedSourceIn } from "../../model/servedSource.ts";
import { type Cell, isWorkflow } from "../../model/trial.ts";
import { parsePoint } from "../../model/validate.ts";
import { parseLaw } from "../served/law.ts";

/** What the model says a cell is a sample of. */
export interface ModelPoint {
  readonly point: Point;
  /** P(a stage is claimed done that no attempt has met). */ readonly falseClaimRate: number;
}

/** The parameter point of a cell of addition by the lab's own model; undefined for any other. */
export function modelPoint({ task, harness, source }: Omit<Cell, "trial">): ModelPoint | undefined {
  const served = servedSourceIn(source);
  if (task.kind !== "addition" || isWorkflow(harness) || served === undefined) return undefined;
  try {
    const { seed: _, ...law } = served as Record<string, unknown>;
    const { pool, weights, guidance, claimRate } = parseLaw(law);
    const { goal, tolerance, stepBudget } = task;
    const { stages, retryBudget, onUnrecovered } = harness;
    const point = parsePoint({ goal, tolerance, stepBudget, stages, retryBudget, onUnrecovered, pool, weights, guidance });
    return { point, falseClaimRate: harness.guidance === "evidence" ? 0 : claimRate };
  } catch {
    return undefined; // a record of another's making, which only looks like ours
  }
}
