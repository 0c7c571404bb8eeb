import { InvalidInput } from "../../model/invalid.ts";
import { requireRange, TARGET } from "./range.ts";
import { logOdds, MOST_AHEAD, type VotingLaw, votingLawOfOdds } from "./votingLaw.ts";

/** A lead k and what it gives. */
export interface Lead extends VotingLaw {
  /** k. */ readonly ahead: number;
}

/** A lead whose −log p_full is above that of the target by no more than this, relatively, is a tie and reaches it. */
const TIE = 1e-12;

/**
 * k_min, the least lead whose p_full is at least the target. The closed form gives a candidate; its neighbours are then asked,
 * so rounding cannot give a k that is off by one: a double next to a whole number is either side of it.
 *
 * @param accuracy  p, in [0, 1]
 * @param steps     s, a whole number in [1, 1e15]
 * @param target    t, in (0, 1), taken as the double that it is
 * @throws InvalidInput for a p of at most 1/2 unless a lead of 1 is enough: there no lead helps; and where more than 1e9 are needed
 * @see docs/theory/relatives.md (R.14)
 */
export function leastLead(accuracy: number, steps: number, target: number): Lead {
  requireRange("target", target, TARGET);
  const odds = logOdds(accuracy);
  const allowed = -Math.log(target);
  const law = (ahead: number): Lead => ({ ahead, ...votingLawOfOdds(odds, steps, ahead) });
  const reaches = ({ risk }: VotingLaw) => risk <= allowed * (1 + TIE);
  let found = law(1);
  if (reaches(found)) return found;
  if (odds <= 0)
    throw new InvalidInput(
      "accuracy",
      `must be > 0.5 for this target: at or below it no lead helps (one vote gives ${found.success})`,
      accuracy,
    );
  const candidate = Math.ceil(-Math.log(Math.expm1(allowed / steps)) / odds);
  if (candidate >= MOST_AHEAD)
    throw new InvalidInput("accuracy", `must be further above 0.5: this target needs a lead beyond ${MOST_AHEAD}`, accuracy);
  found = law(Math.max(1, candidate));
  while (!reaches(found)) found = law(found.ahead + 1);
  for (let fewer = law(found.ahead - 1); reaches(fewer); fewer = law(found.ahead - 1)) found = fewer;
  return found;
}
