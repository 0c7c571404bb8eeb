import type { Point } from "../../model/point.ts";
import { theoremsAt } from "../../theory/theorems/theorems.ts";
import type { TheoryAnswer } from "../api.ts";
import type { WorkContext } from "../threads/task.ts";

interface TheoryInput {
  readonly point: Point;
  /** c of theorem 3, units of work; unless given that of the plan, or its first request. */ readonly chunk: number | undefined;
}

/** What the three theorems say at a point. */
export default function theoryAt({ point, chunk }: TheoryInput, { check }: WorkContext): TheoryAnswer {
  return theoremsAt(point, chunk, check);
}
