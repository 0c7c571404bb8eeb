import type { Point } from "../../model/point.ts";
import type { Agent } from "../fit/agent.ts";

/** The point with another agent. */
export const withAgent = (point: Point, { pool, weights }: Agent): Point => ({ ...point, pool: [...pool], weights: [...weights] });
