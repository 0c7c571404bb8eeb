import type { Guidance, Point } from "../../model/point.ts";
import { type TruncatedNormal, truncatedNormal } from "../../numerics/truncatedNormal.ts";

/** The agent under guidance: its action distributions and the weights with which the next step is drawn. */
export interface GuidedPool {
  readonly members: readonly TruncatedNormal[];
  /** Normalised base weights q_i, shape [n]. */ readonly weights: readonly number[];
  /** Mean step under the base weights. */ readonly mean: number;
  /** Whether the weights change with the remaining distance. */ readonly steered: boolean;
  /** Guided weights at remaining distance d, written to `out`, shape [n], summing to 1. */
  weightsAt(distance: number, out: Float64Array): void;
  /** Remaining distances at which the weights have a kink: the member means. */ readonly kinks: readonly number[];
  /** Remaining distances about which the weights switch, over a length of 1/λ. */ readonly switches: readonly number[];
  /** 1/λ, the length over which a switch happens; Infinity without guidance. */ readonly switchLength: number;
}

/**
 * The pool of a point, kept to some of its members.
 *
 * w_i ∝ q_i·exp(λ·ψ_i(d)), ψ_i = ∓|m_i − d| (docs/model.md §2). Members of weight 0 are left out: they are never drawn.
 *
 * @param kept  indices of the members kept, all unless given; pruning removes the others
 */
export function guidedPool(point: Point, kept: readonly number[] = point.pool.map((_, i) => i)): GuidedPool {
  const drawn = kept.filter((i) => point.weights[i] > 0);
  const total = drawn.reduce((sum, i) => sum + point.weights[i], 0);
  const members = drawn.map((i) => {
    const action = point.pool[i];
    return truncatedNormal(action.mu, action.sigma, action.min, action.max);
  });
  const weights = drawn.map((i) => point.weights[i] / total);
  const means = members.map((member) => member.mean);
  const mean = weights.reduce((sum, weight, i) => sum + weight * means[i], 0);
  const pull = pullOf(point.guidance);
  const steered = pull !== 0 && members.length > 1;
  const logWeights = weights.map(Math.log);

  const weightsAt = (distance: number, out: Float64Array) => {
    if (!steered) {
      for (let i = 0; i < members.length; i++) out[i] = weights[i];
      return;
    }
    let top = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < members.length; i++) {
      out[i] = logWeights[i] - pull * Math.abs(means[i] - distance);
      if (out[i] > top) top = out[i];
    }
    let sum = 0;
    for (let i = 0; i < members.length; i++) sum += out[i] = Math.exp(out[i] - top); // shifted: no λ overflows
    for (let i = 0; i < members.length; i++) out[i] /= sum;
  };
  return {
    members,
    weights,
    mean,
    steered,
    weightsAt,
    kinks: steered ? means : [],
    switches: steered ? switchPoints(means, logWeights, pull) : [],
    switchLength: steered ? 1 / Math.abs(pull) : Number.POSITIVE_INFINITY,
  };
}

/** λ with the sign of the rule: > 0 draws towards the member whose mean fits the remaining distance. */
function pullOf(guidance: Guidance): number {
  if (guidance.kind === "none") return 0;
  return guidance.kind === "aligned" ? guidance.strength : -guidance.strength;
}

/**
 * Between two neighbouring means the total weight is A·exp(−pull·d) + B·exp(pull·d), with A from the members below d and
 * B from those above; the weights switch where the two are equal.
 */
function switchPoints(means: readonly number[], logWeights: readonly number[], pull: number): number[] {
  const order = means.map((_, i) => i).toSorted((i, j) => means[i] - means[j]);
  const points: number[] = [];
  for (let cut = 1; cut < order.length; cut++) {
    const below = logSumExp(order.slice(0, cut).map((i) => logWeights[i] + pull * means[i]));
    const above = logSumExp(order.slice(cut).map((i) => logWeights[i] - pull * means[i]));
    points.push((below - above) / (2 * pull));
  }
  return points;
}

function logSumExp(terms: readonly number[]): number {
  const top = Math.max(...terms);
  return top + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0));
}
