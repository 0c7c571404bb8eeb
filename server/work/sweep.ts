import type { SweepRow } from "../../experiments/sweep/columns.ts";
import { runSweep } from "../../experiments/sweep/runSweep.ts";
import { parseSweep } from "../../experiments/sweep/sweep.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import { solve } from "../../theory/solve.ts";
import type { SweepAnswer } from "../api.ts";
import { checkPointCost } from "../guards/pointCost.ts";
import type { WorkContext } from "../threads/task.ts";

interface SweepInput {
  readonly spec: unknown;
  readonly mostPoints: number;
  /** Of one point. */ readonly mostCost: number;
}

/** @returns the answer of `POST sweep` as JSON text */
export default async function sweepToText({ spec, mostPoints, mostCost }: SweepInput, { check, signal }: WorkContext): Promise<string> {
  const sweep = await parseSweep(spec, { mostPoints });
  if (sweep.method !== "exact") throw new InvalidInput("method", "must be exact: a sweep that simulates is a job", sweep.method);
  const rows: SweepRow[] = [];
  const checkedSolve = (point: Point) => {
    check();
    checkPointCost(point, mostCost);
    return solve(point);
  };
  const simulate = () => Promise.reject(new Error("an exact sweep simulates nothing"));
  for await (const row of runSweep(sweep, { solve: checkedSolve, simulate, signal })) rows.push(row);
  const { name, method, varied, computed, count } = sweep;
  return JSON.stringify({ name, method, varied, computed, count, rows } satisfies SweepAnswer);
}
