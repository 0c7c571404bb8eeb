import type { Point } from "../model/point.ts";
import { requestsOf } from "../model/requests.ts";
import { figure } from "./table.ts";

/** Requests that differ from the goal by more than this share of it were not meant to add up to it. */
const ROUNDING = 1e-9;

/** Says on standard error where the requests of a point do not add up to its goal: no fault, but the final bias then holds the gap. */
export function noteShortRequests({ stages, goal }: Point): void {
  const asked = requestsOf(stages, goal).reduce((sum, request) => sum + request, 0);
  if (Math.abs(asked - goal) > ROUNDING * goal)
    process.stderr.write(
      `note: the requests add up to ${figure(asked)} of a goal of ${figure(goal)}; final bias is measured from the goal\n`,
    );
}
