import type { Point } from "../../model/point.ts";
import { type TruncatedNormal, truncatedNormal } from "../../numerics/truncatedNormal.ts";

/** The pool members that a run may draw, with exact laws: tables, as the kernel has, are off by too much in a tail of 1e-12. */
export interface Agent {
  readonly members: readonly TruncatedNormal[];
  /** q-weighted mean of the members' means, units of work: what `stage-end` plans with. */ readonly mean: number;
  /** Guided weights at a remaining distance, written to `out`, shape [members], summing to 1. */
  weightsAt(distance: number, out: Float64Array): void;
}

/**
 * @param kept  indices of the members kept, at least one of positive weight
 * @throws RangeError where double precision cannot hold a member's law
 * @see docs/model.md §2, guidance
 */
export function agentOf(point: Point, kept: readonly number[]): Agent {
  const drawn = kept.filter((i) => point.weights[i] > 0);
  const members = drawn.map((i) => {
    const { mu, sigma, min, max } = point.pool[i];
    return truncatedNormal(mu, sigma, min, max);
  });
  const total = drawn.reduce((sum, i) => sum + point.weights[i], 0);
  const logWeights = drawn.map((i) => Math.log(point.weights[i] / total));
  const means = members.map((member) => member.mean);
  const { kind, strength } = point.guidance;
  const pull = kind === "none" ? 0 : kind === "aligned" ? -strength : strength;
  const weightsAt = (distance: number, out: Float64Array) => {
    if (means.length === 1) {
      out[0] = 1;
      return;
    }
    let top = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < means.length; i++) {
      out[i] = logWeights[i] + pull * Math.abs(means[i] - distance);
      top = Math.max(top, out[i]);
    }
    let sum = 0;
    for (let i = 0; i < means.length; i++) sum += out[i] = Math.exp(out[i] - top);
    for (let i = 0; i < means.length; i++) out[i] /= sum;
  };
  return { members, mean: means.reduce((sum, mean, i) => sum + Math.exp(logWeights[i]) * mean, 0), weightsAt };
}
