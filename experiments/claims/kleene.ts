import type { Verdict } from "../../model/experiment.ts";
import type { Range } from "./range.ts";

/** Kleene's three-valued logic over ranges: what is certain at the resolution of the figures, and what is not. */

const RANK: Readonly<Record<Verdict, number>> = { no: 0, "cannot tell": 1, yes: 2 };

/** The least certain truth of all; "yes" of none. */
export function all(...verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>((least, verdict) => (RANK[verdict] < RANK[least] ? verdict : least), "yes");
}

/** a > b. */
export function exceeds(a: Range, b: Range): Verdict {
  if (a.low > b.high) return "yes";
  return a.high <= b.low ? "no" : "cannot tell";
}

/** Truth of a statement about plain numbers. */
export function certain(holds: boolean): Verdict {
  return holds ? "yes" : "no";
}
