import { InvalidInput } from "../model/invalid.ts";

/** Subsets solved one by one; beyond this many the exact mean over subsets is refused and the simulation is the way. */
const MOST_SUBSETS = 2_000;

/**
 * The pool members kept when `prune` of them are removed: every subset of size n − m, each equally likely.
 *
 * @param size   n, pool members
 * @param prune  m, removed, in [0, n)
 * @throws InvalidInput when there are more than MOST_SUBSETS
 */
export function keptSubsets(size: number, prune: number): number[][] {
  let count = 1;
  for (let i = 1; i <= prune; i++) count = (count * (size - prune + i)) / i;
  if (count > MOST_SUBSETS)
    throw new InvalidInput("prune", `must leave at most ${MOST_SUBSETS} subsets for the exact mean (here ${Math.round(count)})`, prune);
  const wanted = size - prune;
  const subsets: number[][] = [];
  const choose = (from: number, kept: number[]) => {
    if (kept.length === wanted) subsets.push(kept);
    // Enough members must be left to fill the subset: without this bound 64 members are 2^64 ways to fail.
    else for (let i = from; i <= size - (wanted - kept.length); i++) choose(i + 1, [...kept, i]);
  };
  choose(0, []);
  return subsets;
}
