import type { Point } from "../../model/point.ts";
import { namedStream } from "../../numerics/streams.ts";
import { randomSubset } from "../subset.ts";

/** Subsets of the pool that are looked at one by one; of more, this many are drawn at random. */
const MOST_SUBSETS = 64;

/** Subsets that pruning may leave: every one of them, or as many drawn at random, independently. All count alike. */
export interface Subsets {
  readonly subsets: readonly (readonly number[])[];
  readonly everyOne: boolean;
}

export function subsetsToLookAt({ pool, prune }: Point, seed: string): Subsets {
  const members = pool.map((_, i) => i);
  const kept = pool.length - prune;
  let count = 1;
  for (let i = 1; i <= prune; i++) count = (count * (kept + i)) / i;
  if (count <= MOST_SUBSETS) return { subsets: choices(members, kept), everyOne: true };
  const stream = namedStream(seed, 0, "rare subsets");
  return { subsets: Array.from({ length: MOST_SUBSETS }, () => randomSubset(stream, members, kept)), everyOne: false };
}

/** Every choice of `size` members, in lexical order. */
function choices(members: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  if (members.length < size) return [];
  const [first, ...rest] = members;
  return [...choices(rest, size - 1).map((chosen) => [first, ...chosen]), ...choices(rest, size)];
}
