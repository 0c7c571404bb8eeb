import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import type { Sweep } from "./sweep.ts";

/** A point of a sweep as the model reads it; undefined where the model refuses it. */
export function pointAt(sweep: Sweep, index: number): Point | undefined {
  const { point, misfit } = sweep.at(index);
  if (misfit) return undefined;
  try {
    return parsePoint(point);
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}
