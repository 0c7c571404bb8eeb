import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import type { Absent } from "../../model/result.ts";
import { Unresolved } from "../../theory/unresolved.ts";
import type { TheoryAnswer } from "../api.ts";
import type { WorkContext } from "../threads/task.ts";
import { sayGranularity } from "./theory/granularity.ts";
import { sayGuidance } from "./theory/guidance.ts";
import { sayStopping } from "./theory/stopping.ts";

interface TheoryInput {
  readonly point: Point;
  /** c of theorem 3, units of work; unless given that of the plan, or its first request. */ readonly chunk: number | undefined;
}

/** What the three theorems say at a point: each part by itself, so that one that cannot be answered takes no other with it. */
export default function theoryAt({ point, chunk }: TheoryInput, { check }: WorkContext): TheoryAnswer {
  const absent: Record<string, string> = {};
  const part = <T extends object>(name: string, say: () => T | string): T | undefined => {
    check();
    try {
      const said = say();
      if (typeof said !== "string") return said;
      absent[name] = said;
    } catch (error) {
      if (!(error instanceof Unresolved || (error instanceof InvalidInput && error.field !== "chunk"))) throw error;
      absent[name] = error.message;
    }
    return undefined;
  };
  const missing = (within: string) => (inner: Absent) => {
    for (const [name, why] of Object.entries(inner)) absent[`${within}.${name}`] = why;
  };
  const granularity = part("granularity", () => sayGranularity(point, missing("granularity")));
  const guidance = part("guidance", () => sayGuidance(point, missing("guidance")));
  const stopping = part("stopping", () => sayStopping(point, chunk, missing("stopping")));
  return {
    ...(granularity ? { granularity } : {}),
    ...(guidance ? { guidance } : {}),
    ...(stopping ? { stopping } : {}),
    ...(Object.keys(absent).length > 0 ? { absent } : {}),
  };
}
