/** Share of the steps, and number of them, that must be one value before it is called an atom. */
const ATOM = { share: 0.05, count: 4 } as const;

/** A value that many steps share. */
export interface Atom {
  /** Units of work. */ readonly value: number;
  /** Steps exactly equal to it. */ readonly count: number;
}

/**
 * The values that at least one step in twenty is exactly equal to, the commonest first. A continuous law gives no value twice, so no
 * mixture of truncated normals holds them.
 *
 * @param steps  in any order, units of work
 */
export function atomsOf(steps: ArrayLike<number>): Atom[] {
  const counts = new Map<number, number>();
  for (const step of Array.from(steps)) counts.set(step, (counts.get(step) ?? 0) + 1);
  const least = Math.max(ATOM.count, ATOM.share * steps.length);
  return [...counts]
    .filter(([, count]) => count >= least)
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || a.value - b.value);
}
