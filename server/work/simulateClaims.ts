import type { ClaimRates } from "../../experiments/experiment.ts";
import type { Estimate } from "../../model/result.ts";
import { simulateFalseClaims } from "../../sim/hallucination.ts";

/** A point of the experiment on false claims. */
export default function simulateClaims(input: ClaimRates & { readonly runs: number; readonly seed: string }): Estimate {
  return simulateFalseClaims(input);
}
