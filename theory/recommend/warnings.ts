import type { FitReport } from "../../model/fit.ts";
import { LIMITS } from "../../model/limits.ts";
import type { Point } from "../../model/point.ts";
import type { Choice } from "./choose.ts";

/** A best pass rate below this is no recommendation. */
export const HOPELESS = 0.01;

/** Where the best harness found hardly ever passes: how often it does, and what stands in the way. @param passRate  of the one chosen */
export function hopeless({ goal, stepBudget, retryBudget }: Point, { bestLogRate, limited }: Choice, passRate: number): string[] {
  if (passRate >= HOPELESS) return [];
  const binds = limited
    ? `, and the limit of ${LIMITS.stages} stages binds: a goal of ${short(goal)} in parts, each a point of its own, escapes it`
    : "";
  const wanted = `a longer retry budget than ${retryBudget}, another step budget than ${stepBudget}, a wider tolerance or a nearer goal`;
  return [`HOPELESS: no harness found passes more often than ${rateOf(bestLogRate)}${binds}. What can help: ${wanted}`];
}

/** Where the fit voids the answer: that it does, why, and what to do. */
export function fitWarnings({ status, why }: FitReport): string[] {
  if (status === "too few")
    return [
      `TOO FEW STEPS: ${why}. The pass rate may be far off, and its interval too narrow. What to do: observe more steps, 200 are good`,
    ];
  if (status === "wrong model")
    return [
      `WRONG MODEL: ${why}. The answer below holds for the fitted law alone, not for this agent. What to do: describe the agent with --pool (a value that many steps share is a narrow member of its own), or leave out steps of another kind`,
    ];
  return [];
}

/** A rate by its logarithm, below the smallest double too. */
function rateOf(log: number): string {
  return log > -700 ? short(Math.exp(log)) : `1e${Math.ceil(log / Math.LN10)}`;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
