import type { Point } from "../../model/point.ts";
import { solve } from "../../theory/solve.ts";
import type { ExactPlace } from "../api.ts";
import { checkPointCost } from "../guards/pointCost.ts";
import type { WorkContext } from "../threads/task.ts";

interface PlacesInput {
  readonly places: readonly { readonly at: number; readonly point: Point }[];
  /** P(a stage is claimed done that no attempt has met). */ readonly falseClaimRate: number;
  /** Of one point. */ readonly mostCost: number;
}

/** What the model says at the places of a sweep of trials; a place that cannot be solved at once is left out. */
export default function exactPlaces({ places, falseClaimRate, mostCost }: PlacesInput, { check }: WorkContext): readonly ExactPlace[] {
  return places.flatMap(({ at, point }) => {
    check();
    try {
      checkPointCost(point, mostCost);
      const { passRate, failRate, finalBias, stages } = solve(point);
      // A run that stops at its first unrecovered stage has one to claim falsely; else each may be, independently.
      const hallucinated =
        point.onUnrecovered === "abort"
          ? falseClaimRate * failRate
          : 1 - stages.reduce((rest, stage) => rest * (1 - falseClaimRate * (1 - stage.passRate)), 1);
      return [{ at, passRate, finalBias, hallucinated }];
    } catch (error) {
      if (error instanceof Error && ["InvalidInput", "Unresolved"].includes(error.name)) return [];
      throw error;
    }
  });
}
