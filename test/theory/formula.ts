import { evaluate } from "mathjs";
import { FORMULAS } from "../../theory/formulas.ts";

/** The right side of a page's formula at given values. */
export function formula(id: string, values: Readonly<Record<string, number | readonly number[]>>): number {
  return evaluate(FORMULAS[id].right, { ...values }) as number;
}
