import { InvalidInput } from "../../model/invalid.ts";
import { LIMITS } from "../../model/limits.ts";

/** Fewer steps than this are no fit at all. */
export const LEAST_STEPS_GIVEN = 5;

/** A narrower range leaves no digits for the widths of components: these are shares of it, and bounded in LIMITS.smallestShare. */
const LEAST_RANGE = 1e-4;

/** Largest step that a fit takes, units of work: rounding apart and ends moved outwards, the fitted law stays within LIMITS.magnitude. */
export const LARGEST_STEP = LIMITS.magnitude / 4;

/** @throws InvalidInput for steps that no truncated normal can be fitted to, naming place (from 0), rule and value */
export function requireSteps(steps: readonly number[]): void {
  if (steps.length < LEAST_STEPS_GIVEN) throw new InvalidInput("steps", `must hold at least ${LEAST_STEPS_GIVEN} steps`, steps.length);
  const wrong = steps.findIndex((step) => !(step >= 0 && step <= LARGEST_STEP));
  if (wrong >= 0) throw new InvalidInput(`steps[${wrong}]`, `must be a number from 0 to ${LARGEST_STEP}`, steps[wrong]);
  const [low, high] = steps.reduce(([least, most], step) => [Math.min(least, step), Math.max(most, step)], [steps[0], steps[0]]);
  if (high - low < LEAST_RANGE * high || high === low)
    throw new InvalidInput("steps", `must differ by ${LEAST_RANGE} of the largest (${high}) or more`, high - low);
}
