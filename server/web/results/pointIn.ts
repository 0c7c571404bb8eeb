import type { PointInput } from "../../../model/point.ts";
import { soundPoint } from "../explore/state.ts";

/** The parameters of a result, where they are a point that the model accepts. */
export function pointIn(parameters: unknown): PointInput | undefined {
  try {
    return soundPoint(parameters);
  } catch {
    return undefined;
  }
}
