/** Share of steps that must be tied with another before rounding is thought of. */
const TIED = 0.5;
const OFF_GRAIN = 1e-6;

export interface Spread {
  /** Ascending, units of work. */ readonly steps: Float64Array;
  /** The unit to which the steps look rounded; undefined where they do not. */ readonly grain?: number;
}

/**
 * Steps that look rounded, spread out again: where most are tied and all are whole multiples of their smallest gap apart, the m steps
 * of one value lie evenly over the cell of that value, at (i + ½)/m of it, and not below 0. A continuous law has no ties, and a narrow
 * component on each value would fit rounded steps better than the law that they came from.
 *
 * @param steps  ascending, units of work
 */
export function spreadTies(steps: Float64Array): Spread {
  const n = steps.length;
  let tied = 0;
  let grain = Number.POSITIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    const gap = i > 0 ? steps[i] - steps[i - 1] : 0;
    if (gap > 0) grain = Math.min(grain, gap);
    if ((i > 0 && gap === 0) || steps[i + 1] === steps[i]) tied++;
  }
  const wholes = (x: number) => (x - steps[0]) / grain;
  const onGrain = steps.every((x) => Math.abs(wholes(x) - Math.round(wholes(x))) < OFF_GRAIN * Math.max(1, wholes(x)));
  if (tied < TIED * n || !onGrain) return { steps };
  const out = new Float64Array(n);
  for (let from = 0; from < n; ) {
    let to = from;
    while (to < n && steps[to] === steps[from]) to++;
    const low = Math.max(0, steps[from] - grain / 2);
    const high = steps[from] + grain / 2;
    for (let i = from; i < to; i++) out[i] = low + ((high - low) * (i - from + 0.5)) / (to - from);
    from = to;
  }
  return { steps: out, grain };
}
