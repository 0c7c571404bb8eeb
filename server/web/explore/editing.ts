import type { InvalidInput } from "../../../model/invalid.ts";
import type { PointInput } from "../../../model/point.ts";

/** A rule that the point breaks, and where. */
export type Fault = Pick<InvalidInput, "field" | "message">;

/** What the knobs of the page see and do. */
export interface Editing {
  readonly point: PointInput;
  /** The point of the last step: ranges follow it, so that no scale moves under the finger. */ readonly anchor: PointInput;
  readonly fault: Fault | undefined;
  /** A change under way, such as a drag. */ preview(point: PointInput): void;
  /** A change that is made. */ commit(point: PointInput): void;
  /** What was typed is nothing that the point could hold. */ complain(fault: Fault): void;
}

/** Fields that have a place of their own on the page: a fault is said at the closest. */
const PLACES = [
  "goal",
  "stages.count",
  "stages.chunk",
  "stages.chunks",
  "stages",
  "tolerance",
  "stepBudget",
  "retryBudget",
  "pool",
  "weights",
  "guidance.strength",
  "guidance",
  "prune",
  "verification",
  "onUnrecovered",
];

/** The field of the page that a fault of the model is said beside: "stages.requests[3]" at "stages"; "" where none is near. */
export function placeOf(field: string): string {
  return (
    PLACES.filter((place) => field === place || field.startsWith(`${place}.`) || field.startsWith(`${place}[`)).toSorted(
      (a, b) => b.length - a.length,
    )[0] ?? ""
  );
}
