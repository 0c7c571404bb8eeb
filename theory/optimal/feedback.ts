import type { Point } from "../../model/point.ts";
import { adaptiveHarness } from "./adaptive.ts";
import type { AdaptiveFigures } from "./adaptiveFigures.ts";
import { type FixedRivals, fixedRivals } from "./fixedRivals.ts";
import type { PlanFigures } from "./planFigures.ts";

/** The best adaptive harness beside the best fixed plans, and what choosing from the progress really made is worth. */
export interface Feedback {
  /** Greatest P(every stage accepted, |X − G| ≤ ε at the end) of any rule, and least E|X − G|. */
  readonly arrivalRate: { readonly value: number; readonly error: number };
  readonly finalBias: { readonly value: number; readonly error: number };
  /** Of the rule that arrives most often, and of the one that ends nearest. */
  readonly arriving: { readonly figures: AdaptiveFigures; readonly error: AdaptiveFigures };
  readonly homing: { readonly figures: AdaptiveFigures; readonly error: AdaptiveFigures };
  /** Fixed plans; left out where none can pass. */ readonly fixed?: FixedRivals;
  /**
   * Adaptive less fixed, each figure with the rule and the fixed plan that are best at it. Arrival rate and final bias saved are never
   * below 0 beyond the errors (A.4, A.7). Pass rate is that of the arriving rule, which promises more than its rival: either sign.
   */
  readonly worth?: { readonly arrivalRate: number; readonly biasSaved: number; readonly passRate: number };
  /** What to ask for, by what is left: at even places from the tolerance to the goal; no request where the run ends. */
  readonly rule: readonly { readonly left: number; readonly arriving?: number; readonly homing?: number }[];
}

const PLACES = 25;

/**
 * @param plan  requests of the fixed plan of greatest pass rate; none where no plan can pass
 * @param searched  further fixed plans to compare with; the adaptive rules may make the requests of the best of them too
 * @throws InvalidInput and Unresolved as `adaptiveHarness`
 * @see docs/theory/adaptive-harness.md (A.1), (A.4), (A.7), §6
 */
export function worthOfFeedback(point: Point, plan: readonly number[], searched: readonly PlanFigures[]): Feedback {
  const fixed = plan.length > 0 ? fixedRivals(point, plan, searched) : undefined;
  const besides = fixed ? [fixed.passing, fixed.arriving, fixed.homing].flatMap(({ requests }) => requests) : [];
  const { arrivalRate, finalBias, arriving, homing } = adaptiveHarness(point, besides);
  const rule = Array.from({ length: PLACES }, (_, i) => {
    const left = point.tolerance + ((point.goal - point.tolerance) * (i + 1)) / PLACES;
    const [now, near] = [arriving.requestAt(left), homing.requestAt(left)];
    return { left, ...(now === undefined ? {} : { arriving: now }), ...(near === undefined ? {} : { homing: near }) };
  });
  const best = {
    arrivalRate,
    finalBias,
    arriving: { figures: arriving.figures, error: arriving.error },
    homing: { figures: homing.figures, error: homing.error },
    rule,
  };
  if (!fixed) return best;
  const worth = {
    arrivalRate: arrivalRate.value - fixed.arriving.arrivalRate,
    biasSaved: fixed.homing.finalBias - finalBias.value,
    passRate: arriving.figures.passRate - fixed.passing.passRate,
  };
  return { ...best, fixed, worth };
}
