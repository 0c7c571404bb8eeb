import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import type { Theorems } from "../../model/theorems.ts";
import { Unresolved } from "../unresolved.ts";
import { granularityHere } from "./granularity.ts";
import { guidanceHere } from "./guidance.ts";
import type { OnAbsent } from "./onAbsent.ts";
import { stoppingHere } from "./stopping.ts";

/**
 * What the three theorems say at a point: each part by itself, so that one that cannot be answered takes no other with it.
 *
 * @param chunk   c of theorem 3, units of work; unless given that of the plan, or its first request
 * @param onPart  called before each part; may throw to end the work
 * @throws InvalidInput for a chunk given that is no stage
 */
export function theoremsAt(point: Point, chunk?: number, onPart: () => void = () => undefined): Theorems {
  const absent: Record<string, string> = {};
  const part = <T extends object>(name: string, say: (onAbsent: OnAbsent) => T | string): T | undefined => {
    onPart();
    const missing: OnAbsent = (inner) => {
      for (const [figure, why] of Object.entries(inner)) absent[`${name}.${figure}`] = why;
    };
    try {
      const said = say(missing);
      if (typeof said !== "string") return said;
      absent[name] = said;
    } catch (error) {
      if (!(error instanceof Unresolved || (error instanceof InvalidInput && error.field !== "chunk"))) throw error;
      absent[name] = error.message;
    }
    return undefined;
  };
  const granularity = part("granularity", (missing) => granularityHere(point, missing));
  const guidance = part("guidance", (missing) => guidanceHere(point, missing));
  const stopping = part("stopping", (missing) => stoppingHere(point, chunk, missing));
  return {
    ...(granularity ? { granularity } : {}),
    ...(guidance ? { guidance } : {}),
    ...(stopping ? { stopping } : {}),
    ...(Object.keys(absent).length > 0 ? { absent } : {}),
  };
}
