import { InvalidInput } from "../model/invalid.ts";
import type { Point } from "../model/point.ts";
import type { Solution } from "../model/result.ts";
import { solve } from "./solve.ts";
import { Unresolved } from "./unresolved.ts";

/** The exact solution of a point, or why there is none: what stands beside a simulation may be missing without stopping it. */
export function exactOrReason(point: Point): Solution | string {
  try {
    return solve(point);
  } catch (error) {
    if (error instanceof Unresolved || error instanceof InvalidInput) return error.message;
    throw error;
  }
}
