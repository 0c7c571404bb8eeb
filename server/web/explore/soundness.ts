import { InvalidInput } from "../../../model/invalid.ts";
import type { PointInput } from "../../../model/point.ts";
import { parsePoint } from "../../../model/validate.ts";

/** Why the model refuses a point. */
export interface Refusal {
  /** Dotted path of the field. */ readonly field: string;
  /** Field, rule and value in one sentence. */ readonly message: string;
}

/** @returns undefined for a point that the model accepts */
export function refusalOf(point: PointInput): Refusal | undefined {
  try {
    parsePoint(point);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidInput) return { field: error.field, message: error.message };
    throw error;
  }
}

/** The refusal, where it is about this field or one below it. */
export function complaintOf(refusal: Refusal | undefined, path: string): string | undefined {
  if (!refusal) return undefined;
  const { field, message } = refusal;
  return field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`) ? message : undefined;
}
