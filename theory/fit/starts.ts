import { namedStream, nextUnit } from "../../numerics/streams.ts";

/**
 * Where the search for a mixture of k begins: each start gives every step wholly to one component. Equal blocks of the sorted
 * steps; nested ones (the middle against the rest), since components may share a centre; then blocks cut at random.
 *
 * @param count  starts in all, ≥ 1; one is enough for k = 1
 * @returns for each start k arrays of shape [n]
 */
export function startsFor(n: number, k: number, count: number, seed: string): Float64Array[][] {
  if (k === 1) return [[new Float64Array(n).fill(1)]];
  const stream = namedStream(seed, k, "starts");
  return Array.from({ length: count }, (_, s) => {
    if (s === 1) return assigned(n, k, (i) => Math.min(k - 1, Math.floor((Math.abs(2 * i + 1 - n) * k) / n)));
    const cuts = s === 0 ? Array.from({ length: k - 1 }, (_, j) => (j + 1) / k) : randomCuts(k - 1, stream);
    return assigned(n, k, (i) => cuts.filter((cut) => cut * n <= i).length);
  });
}

function randomCuts(count: number, stream: ReturnType<typeof namedStream>): number[] {
  return Array.from({ length: count }, () => nextUnit(stream)).toSorted((a, b) => a - b);
}

function assigned(n: number, k: number, componentOf: (i: number) => number): Float64Array[] {
  const shares = Array.from({ length: k }, () => new Float64Array(n));
  for (let i = 0; i < n; i++) shares[componentOf(i)][i] = 1;
  return shares;
}
