import type { Point } from "../../model/point.ts";
import { type Cell, isWorkflow } from "../../model/trial.ts";
import { parsePoint } from "../../model/validate.ts";
import { parseLaw } from "../served/law.ts";
import { LAB_SOURCE } from "./modelSource.ts";

/** What the model says a cell is a sample of. */
export interface ModelPoint {
  readonly point: Point;
  /** P(a stage is claimed done that no attempt has met). */ readonly falseClaimRate: number;
}

/** The parameter point of a cell of addition by the lab's own model; undefined for any other. */
export function modelPoint({ task, harness, source }: Omit<Cell, "trial">): ModelPoint | undefined {
  if (task.kind !== "addition" || isWorkflow(harness) || !source.startsWith(`${LAB_SOURCE} {`)) return undefined;
  try {
    const { seed: _, ...law } = JSON.parse(source.slice(LAB_SOURCE.length)) as Record<string, unknown>;
    const { pool, weights, guidance, claimRate } = parseLaw(law);
    const { goal, tolerance, stepBudget } = task;
    const { stages, retryBudget, onUnrecovered } = harness;
    const point = parsePoint({ goal, tolerance, stepBudget, stages, retryBudget, onUnrecovered, pool, weights, guidance });
    return { point, falseClaimRate: harness.guidance === "evidence" ? 0 : claimRate };
  } catch {
    return undefined; // a record of another's making, which only looks like ours
  }
}
