import type { Point } from "../../model/point.ts";
import { solve } from "../solve.ts";
import { adaptiveHarness } from "./adaptive.ts";
import type { AdaptiveFigures } from "./adaptiveFigures.ts";
import { arrivalRate } from "./arrival.ts";

/** The best adaptive harness beside one fixed plan, and what choosing from the progress really made is worth. */
export interface Feedback {
  /** Greatest P(every stage accepted, |X − G| ≤ ε at the end) of any rule, and least E|X − G|. */
  readonly arrivalRate: { readonly value: number; readonly error: number };
  readonly finalBias: { readonly value: number; readonly error: number };
  /** Of the rule that arrives most often, and of the one that ends nearest. */
  readonly arriving: { readonly figures: AdaptiveFigures; readonly error: AdaptiveFigures };
  readonly homing: { readonly figures: AdaptiveFigures; readonly error: AdaptiveFigures };
  /** The fixed plan; left out where there is none. */
  readonly fixed?: Pick<AdaptiveFigures, "arrivalRate" | "passRate" | "finalBias" | "meanSteps">;
  /**
   * Adaptive less fixed, each with the rule that is best at it: arrival rate and final bias saved are never below 0 beyond the errors
   * (A.4, A.7). Pass rate is that of the arriving rule, which promises more than its fixed rival: either sign.
   */
  readonly worth?: { readonly arrivalRate: number; readonly biasSaved: number; readonly passRate: number };
  /** What to ask for, by what is left: at even places from the tolerance to the goal; no request where the run ends. */
  readonly rule: readonly { readonly left: number; readonly arriving?: number; readonly homing?: number }[];
}

const PLACES = 25;

/**
 * @param plan  requests of the fixed plan to compare with; the adaptive rules may choose them too
 * @throws InvalidInput as `adaptiveHarness`
 * @see docs/theory/adaptive-harness.md
 */
export function worthOfFeedback(point: Point, plan: readonly number[]): Feedback {
  const { arrivalRate: greatest, finalBias: least, arriving, homing } = adaptiveHarness(point, plan);
  const rule = Array.from({ length: PLACES }, (_, i) => {
    const left = point.tolerance + ((point.goal - point.tolerance) * (i + 1)) / PLACES;
    const [now, near] = [arriving.requestAt(left), homing.requestAt(left)];
    return { left, ...(now === undefined ? {} : { arriving: now }), ...(near === undefined ? {} : { homing: near }) };
  });
  const best = {
    arrivalRate: greatest,
    finalBias: least,
    arriving: { figures: arriving.figures, error: arriving.error },
    homing: { figures: homing.figures, error: homing.error },
    rule,
  };
  if (plan.length === 0) return best;
  const asked: Point = { ...point, stages: { kind: "explicit", requests: [...plan] } };
  const { passRate, finalBias, meanSteps } = solve(asked);
  const fixed = { arrivalRate: arrivalRate(asked).value, passRate, finalBias, meanSteps };
  const worth = {
    arrivalRate: greatest.value - fixed.arrivalRate,
    biasSaved: fixed.finalBias - least.value,
    passRate: arriving.figures.passRate - fixed.passRate,
  };
  return { ...best, fixed, worth };
}
