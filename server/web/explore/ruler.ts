import { roundBelow } from "./ranges.ts";

/**
 * Arithmetic of explicit requests on a ruler. A subgoal is where a stage ends if all before it end where they should: the running sum of the
 * requests, in units of work.
 */

/** Nearer to each other than this share of the ruler two subgoals are not put; whether a request is long enough is the model's to say. */
const CLOSEST = 1e-3;

export function subgoalsOf(requests: readonly number[]): readonly number[] {
  let sum = 0;
  return requests.map((request) => {
    sum += request;
    return clean(sum);
  });
}

export function requestsBetween(subgoals: readonly number[]): number[] {
  return subgoals.map((subgoal, t) => clean(subgoal - (subgoals[t - 1] ?? 0)));
}

/** Where the ruler ends: at the goal, or at a last subgoal beyond it. */
export function rulerEnd(requests: readonly number[], goal: number): number {
  return Math.max(goal, subgoalsOf(requests).at(-1) ?? 0);
}

/** How far an arrow key moves a subgoal: a round number near a two-hundredth of the goal. */
export const rulerStep = (goal: number) => roundBelow(goal / 200);

/**
 * One subgoal put elsewhere, between its neighbours. The last one may be put short of the goal, or beyond.
 *
 * @param most  the farthest place of the last one
 */
export function movedTo(subgoals: readonly number[], t: number, place: number, most: number): readonly number[] {
  const gap = CLOSEST * most;
  const low = (subgoals[t - 1] ?? 0) + gap;
  const high = t === subgoals.length - 1 ? most : (subgoals[t + 1] as number) - gap;
  return subgoals.with(t, clean(Math.max(Math.min(low, high), Math.min(high, place))));
}

/** A stage more: it is cut at that place. @returns undefined where there is no room for it */
export function cutAt(subgoals: readonly number[], place: number): readonly number[] | undefined {
  const end = subgoals.at(-1) as number;
  const gap = CLOSEST * end;
  if (!(place >= gap && place <= end - gap) || subgoals.some((subgoal) => Math.abs(subgoal - place) < gap)) return undefined;
  return [...subgoals, clean(place)].toSorted((a, b) => a - b);
}

/** Cuts a stage in its middle; without one, the longest. */
export function cutInHalf(subgoals: readonly number[], t?: number): readonly number[] | undefined {
  const requests = requestsBetween(subgoals);
  const cut = t ?? requests.indexOf(Math.max(...requests));
  return cutAt(subgoals, (subgoals[cut] as number) - (requests[cut] as number) / 2);
}

/** A stage fewer: one subgoal goes and its two stages become one; the end stays where it is. */
export function without(subgoals: readonly number[], t: number): readonly number[] {
  if (subgoals.length === 1) return subgoals;
  return subgoals.toSpliced(Math.min(t, subgoals.length - 2), 1);
}

/** The same proportions with another end. */
export function stretchedTo(requests: readonly number[], goal: number): number[] {
  const end = subgoalsOf(requests).at(-1) as number;
  const subgoals = subgoalsOf(requests).map((subgoal, t) => (t === requests.length - 1 ? goal : clean((subgoal / end) * goal)));
  return requestsBetween(subgoals);
}

/** Twelve digits: what sums and differences of typed numbers are meant to be. */
const clean = (value: number) => Number(value.toPrecision(12));
