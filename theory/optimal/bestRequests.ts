import { maximumBetween } from "../../numerics/maximum.ts";
import { type Group, latticePlan } from "./latticePlan.ts";
import { type RequestRange, requestTable } from "./requestValue.ts";
import { upperBound } from "./upperBound.ts";

/** Requests of greatest total worth among all that add up to a given total. */
export interface BestRequests {
  /** Ascending; they add up to the total within rounding. */ readonly requests: readonly number[];
  /** Σ worth(ℓ_t). */ readonly worth: number;
  /** No requests with that sum are worth more; an upper bound up to the error of the samples (see `upperBound`). */
  readonly bound: number;
}

/**
 * The requests ℓ_1..ℓ_n, n free, that maximise Σ worth(ℓ_t) subject to Σ ℓ_t = total.
 *
 * Bellman's recursion on a lattice of requests, V(x) = max_ℓ [worth(ℓ) + V(x − ℓ)], then off the lattice: groups of neighbouring
 * requests are made equal and progress is moved between groups while that gains. Every uniform plan is a start too.
 *
 * @param worth  of a stage by its request; −Infinity where it may not be asked, never NaN
 * @returns undefined where every plan is worth −Infinity
 * @see docs/theory/optimal-harness.md (O.7), (O.9)
 */
export function bestRequests(worth: (request: number) => number, range: RequestRange): BestRequests | undefined {
  const allowed = (request: number) => (request > range.above && request <= range.most ? worth(request) : Number.NEGATIVE_INFINITY);
  const table = requestTable(worth, range);
  const starts = [...latticePlan(table), ...uniformPlans(allowed, range)];
  const polished = starts.map((groups) => polish(groups, allowed, table.width));
  const best = polished.reduce<{ groups: readonly Group[]; worth: number } | undefined>(
    (top, plan) => (plan.worth > (top?.worth ?? Number.NEGATIVE_INFINITY) ? plan : top),
    undefined,
  );
  if (!best) return undefined;
  const requests = best.groups.flatMap(({ request, count }) => new Array<number>(count).fill(request)).toSorted((a, b) => a - b);
  return { requests, worth: best.worth, bound: Math.max(best.worth, upperBound(table, slopeAt(best.groups, allowed, table.width))) };
}

/** The three best of all plans of equal requests: starts that no lattice holds. */
function uniformPlans(worth: (request: number) => number, { total, above, most }: RequestRange): (readonly Group[])[] {
  const fewest = Math.max(1, Math.ceil(total / most));
  const plans: { readonly group: Group; readonly worth: number }[] = [];
  for (let count = fewest; total / count > above && plans.length < MOST_UNIFORM; count++)
    plans.push({ group: { request: total / count, count }, worth: count * worth(total / count) });
  return plans
    .filter((plan) => plan.worth > Number.NEGATIVE_INFINITY)
    .toSorted((a, b) => b.worth - a.worth)
    .slice(0, 3)
    .map(({ group }) => [group]);
}

const MOST_UNIFORM = 2_000;
const MOST_ROUNDS = 40;
/** A round that gains less, in worth, is the last. */
const GAIN = 1e-14;
const PLACES = 24;

/** Moves progress from one group to another, pair by pair, as long as that gains. */
function polish(start: readonly Group[], worth: (request: number) => number, width: number): { groups: readonly Group[]; worth: number } {
  const groups = [...start];
  const total = () => groups.reduce((sum, { request, count }) => sum + count * worth(request), 0);
  let value = total();
  for (let round = 0; round < MOST_ROUNDS && groups.length > 1; round++) {
    for (let a = 0; a < groups.length; a++)
      for (let b = a + 1; b < groups.length; b++) {
        const [from, to] = [groups[a], groups[b]];
        const moved = (share: number): [Group, Group] => [
          { ...from, request: from.request + share / from.count },
          { ...to, request: to.request - share / to.count },
        ];
        const gain = (share: number) => moved(share).reduce((sum, { request, count }) => sum + count * worth(request), 0);
        const reach = 2 * width * Math.min(from.count, to.count);
        const share = maximumBetween(gain, -reach, reach, PLACES, 1e-12 * reach);
        if (gain(share) > gain(0)) [groups[a], groups[b]] = moved(share);
      }
    const next = total();
    const gained = next - value;
    value = next;
    if (gained < GAIN) break;
  }
  return { groups, worth: value };
}

/** d worth / d request where most of the plan stands: near it lies the multiplier that makes the bound sharp. */
function slopeAt(groups: readonly Group[], worth: (request: number) => number, width: number): number {
  const { request } = groups.reduce((most, group) => (group.count * group.request > most.count * most.request ? group : most));
  const [low, high] = [worth(request - width / 2), worth(request + width / 2)];
  return Number.isFinite(low) && Number.isFinite(high) ? (high - low) / width : 0;
}
