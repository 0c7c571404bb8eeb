import type { PointInput } from "../../../model/point.ts";
import { parsePoint } from "../../../model/validate.ts";

/** The parameters of a result, where they are a point that the model accepts. */
export function pointIn(parameters: unknown): PointInput | undefined {
  try {
    parsePoint(parameters);
    return parameters as PointInput;
  } catch {
    return undefined;
  }
}
