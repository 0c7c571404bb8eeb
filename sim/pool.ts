import type { Guidance } from "../model/point.ts";
import type { GridTable } from "./grid.ts";
import { EDGES, type StepTable } from "./stepTable.ts";

/**
 * A pool ready to draw from at any remaining distance d, with one exponential a draw instead of one per member.
 *
 * Members are sorted by mean, so at any d those *below* (mean < d) come first and those *above* follow. Within a group the
 * guided weights keep their ratios whatever d is, as ψ = ±|m − d| moves all of them alike: only the odds of the groups
 * depend on d, and log odds(below : above) is linear in d. Every exponent is taken from the group's heaviest member, so
 * none overflows at any λ.
 */
export interface Pool {
  /** Members that can be drawn, n. */ readonly size: number;
  readonly tables: readonly StepTable[];
  /** The same in whole units, where progress is counted in them. */ readonly grids: readonly GridTable[] | undefined;
  /** Whether any table has flagged cells. */ readonly flagged: boolean;
  /** Distances at which the groups change: the sorted means; none for an unguided pool. */ readonly breaks: Float64Array;
  /** For the j-th interval of d: how many members are below. */ readonly below: Int32Array;
  /** log odds(below : above) = rate·(d − centre_j) + offset_j; offset ±Infinity where a group is empty. */
  readonly rate: number;
  readonly centre: Float64Array;
  readonly offset: Float64Array;
  /** P(member ≤ i given its group) in the j-th interval, last of a group Infinity. Shape [intervals·n]. */
  readonly cumulative: Float64Array;
  /** q-weighted mean of the members' means, units of work: what `stage-end` plans with. */ readonly mean: number;
}

/** A member of a pool. */
export interface Member {
  readonly table: StepTable;
  /** The same in whole units, where progress is counted in them. */ readonly grid?: GridTable | undefined;
  /** Base weight q_i > 0, not normalised. */ readonly weight: number;
}

/**
 * @param members  at least one; all of them in whole units, or none
 */
export function compilePool(members: readonly Member[], guidance: Guidance): Pool {
  const sorted = members.toSorted((a, b) => a.table.mean - b.table.mean);
  const size = sorted.length;
  const means = sorted.map((member) => member.table.mean);
  const weights = sorted.map((member) => member.weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);

  const guided = guidance.kind !== "none" && guidance.strength > 0 && size > 1;
  const sign = guidance.kind === "aligned" ? -1 : 1;
  const lambda = guided ? guidance.strength : 0;
  const breaks = Float64Array.from(guided ? means : []);
  const below = Int32Array.from(guided ? [0, ...means.keys()].map((_, j) => j) : [size]);
  const centre = new Float64Array(below.length);
  const offset = new Float64Array(below.length);
  const cumulative = new Float64Array(below.length * size);

  below.forEach((split, j) => {
    // Below, ψ grows with d as m does when aligned (λ(m − d)) and against it when misaligned (λ(d − m)); above, the other way.
    const low = groupOf(weights.slice(0, split), means.slice(0, split), -sign * lambda);
    const high = groupOf(weights.slice(split), means.slice(split), sign * lambda);
    cumulative.set(low.cumulative, j * size);
    cumulative.set(high.cumulative, j * size + split);
    const [lowEmpty, highEmpty] = [split === 0, split === size];
    centre[j] = lowEmpty || highEmpty ? 0 : (low.heaviest + high.heaviest) / 2;
    offset[j] = lowEmpty ? Number.NEGATIVE_INFINITY : highEmpty ? Number.POSITIVE_INFINITY : low.logMass - high.logMass;
  });

  return {
    size,
    tables: sorted.map((member) => member.table),
    grids: sorted.every((member) => member.grid) ? sorted.map((member) => member.grid as GridTable) : undefined,
    flagged: sorted.some(({ table }) => table.first > 0 || table.last < EDGES - 1),
    breaks,
    below,
    rate: 2 * sign * lambda,
    centre,
    offset,
    cumulative,
    mean: means.reduce((sum, mean, i) => sum + (weights[i] / total) * mean, 0),
  };
}

/** A group with weights q·exp(tilt·m): its mass relative to its heaviest exponent, and the law within it. */
function groupOf(weights: readonly number[], means: readonly number[], tilt: number) {
  const heaviest = tilt >= 0 ? means[means.length - 1] : means[0];
  const relative = weights.map((weight, i) => Math.log(weight) + tilt * (means[i] - heaviest));
  const top = Math.max(...relative);
  const masses = relative.map((log) => Math.exp(log - top));
  const mass = masses.reduce((sum, each) => sum + each, 0);
  let sum = 0;
  const cumulative = masses.map((each) => {
    sum += each;
    return sum / mass;
  });
  // Rounding may leave the last sum below 1, and a draw must always find a member.
  if (cumulative.length > 0) cumulative[cumulative.length - 1] = Number.POSITIVE_INFINITY;
  return { heaviest, logMass: top + Math.log(mass), cumulative };
}
