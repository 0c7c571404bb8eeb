import type { Located } from "../inThreads.ts";
import { outcomesAt } from "./outcomes.ts";
import { CANONICAL_COORDINATES, PARAMETERS, placeAt } from "./space.ts";

/** A claim, its experiment and a place where it fails. */
export interface FailureTask {
  readonly experiment: string;
  readonly claim: string;
  readonly coordinates: readonly number[];
}

/** Halvings of the segment to the canonical setting. */
const HALVINGS = 7;

/**
 * How far a place lies from the canonical one: Euclid's distance in the unit cube, a choice that differs counting ½.
 * @see docs/theory/robustness.md (B.6)
 */
export function distanceFromCanonical(u: readonly number[]): number {
  return Math.sqrt(u.reduce((sum, _, axis) => sum + apart(u, axis) ** 2, 0));
}

/** The same coordinate's share: 0 where the value is the canonical one. */
function apart(u: readonly number[], axis: number): number {
  const parameter = PARAMETERS[axis];
  if (parameter.kind === "number") return Math.abs(u[axis] - CANONICAL_COORDINATES[axis]);
  const chosen = (at: number) => Math.floor(at * parameter.choices.length);
  return chosen(u[axis]) === chosen(CANONICAL_COORDINATES[axis]) ? 0 : 0.5;
}

/**
 * A place nearer to the canonical one where the claim still fails: first each parameter, the farthest first, goes back to its canonical
 * value if the claim fails without it too; then what is left is moved along the segment to the canonical setting, by halving.
 * The place found is the end of one path: another may be nearer.
 */
export function nearerFailure({ experiment, claim, coordinates }: FailureTask): number[] {
  const fails = (u: readonly number[]) => outcomesAt({ place: placeAt(u), experiments: [experiment] })[experiment][claim].outcome === "no";
  let u = [...coordinates];
  const farthestFirst = PARAMETERS.map((_, axis) => axis).toSorted((a, b) => apart(u, b) - apart(u, a));
  for (const axis of farthestFirst) {
    const without = u.with(axis, CANONICAL_COORDINATES[axis]);
    if (fails(without)) u = without;
  }
  const along = (t: number) =>
    u.map((at, axis) => (PARAMETERS[axis].kind === "choice" ? at : CANONICAL_COORDINATES[axis] + t * (at - CANONICAL_COORDINATES[axis])));
  let [holds, failsAt] = [0, 1];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (holds + failsAt) / 2;
    if (fails(along(middle))) failsAt = middle;
    else holds = middle;
  }
  return along(failsAt);
}

/** For threads. */
export const NEARER_FAILURE: Located<FailureTask, number[]> = { module: import.meta.url, work: nearerFailure };
