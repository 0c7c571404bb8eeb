import type { Recommendation, RecommendedHarness } from "../../model/recommendation.ts";

/** A recommendation as it is given away. */
export interface ReportedRecommendation extends Omit<Recommendation, "harness" | "warnings"> {
  readonly harness?: Pick<RecommendedHarness, "stages" | "retryBudget">;
}

/** The harness is what a point takes, warnings are the first reasons, and what a retry is worth stands in the others. */
export function reported({ agent, fit, harness, warnings, reasons, absent, ...rates }: Recommendation): ReportedRecommendation {
  const taken = harness ? { harness: { stages: harness.stages, retryBudget: harness.retryBudget } } : {};
  return { agent, ...(fit ? { fit } : {}), ...taken, ...rates, reasons: [...warnings, ...reasons], ...(absent ? { absent } : {}) };
}
