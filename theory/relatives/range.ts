import { InvalidInput } from "../../model/invalid.ts";

/** Ends of an allowed range; an open end is not itself allowed. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly open?: "least" | "most" | "both";
}

/** @throws InvalidInput naming field, rule and value, for NaN too */
export function requireRange(field: string, value: number, { least, most, open }: Range): void {
  const aboveLeast = open === "least" || open === "both";
  const belowMost = open === "most" || open === "both";
  if ((aboveLeast ? value > least : value >= least) && (belowMost ? value < most : value <= most)) return;
  throw new InvalidInput(field, `must be ${aboveLeast ? ">" : ">="} ${least} and ${belowMost ? "<" : "<="} ${most}`, value);
}

/** @throws InvalidInput naming field, rule and value */
export function requireCount(field: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new InvalidInput(field, `must be a whole number from ${least} to ${most}`, value);
}

/** Lengths of tasks and half-lives, both in the same unit (minutes, steps, units of work). */
export const LENGTH: Range = { least: 1e-9, most: 1e9 };
/** As `LENGTH`; a task of length 0 is there and done. */
export const TASK_LENGTH: Range = { least: 0, most: 1e9 };
/** A success rate that is asked for: 1 is reached by no law here but that of an agent without fault. */
export const TARGET: Range = { least: 0, most: 1, open: "both" };
