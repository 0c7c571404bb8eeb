import { LIMITS } from "../../../model/limits.ts";
import type { PointInput, StagePlan } from "../../../model/point.ts";
import { requestsOf } from "../../../model/requests.ts";

/** @returns undefined where something is no number, or nothing is there */
export function numbersIn(text: string): number[] | undefined {
  const numbers = text
    .trim()
    .split(/[\s,;]+/)
    .map(Number);
  return text.trim() !== "" && numbers.every(Number.isFinite) ? numbers : undefined;
}

/** The closest plan of another kind: the same stages where it can say them. */
export function asKind(point: PointInput, kind: StagePlan["kind"]): PointInput {
  const { stages, goal } = point;
  if (stages.kind === kind) return point;
  const requests = isWithinLimits(stages) ? requestsOf(stages, goal) : [goal];
  switch (kind) {
    case "uniform":
      return { ...point, stages: { kind, count: Math.max(1, requests.length) } };
    case "partial": {
      const chunk = requests[0] ?? goal;
      // Half of the goal in chunks leaves a tail to see.
      return { ...point, stages: { kind, chunk, chunks: Math.floor(goal / chunk / 2) } };
    }
    case "explicit":
      return { ...point, stages: { kind, requests: requests.length > 0 ? requests : [goal] } };
  }
}

/** The user may have typed a number of stages that no list can have. */
function isWithinLimits(stages: StagePlan): boolean {
  const count = stages.kind === "uniform" ? stages.count : stages.kind === "partial" ? stages.chunks : stages.requests.length;
  return Number.isInteger(count) && count >= 0 && count <= LIMITS.stages;
}
