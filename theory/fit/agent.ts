import { LIMITS } from "../../model/limits.ts";
import type { ActionDistribution } from "../../model/point.ts";
import { namedStream, nextUnit, type Stream } from "../../numerics/streams.ts";
import { type TruncatedNormal, truncatedNormal } from "../../numerics/truncatedNormal.ts";
import type { Component, Mixture } from "./mixture.ts";

/** An agent as a point takes it: action distributions and their base weights. */
export interface Agent {
  readonly pool: readonly ActionDistribution[];
  /** Positive, summing to 1 when fitted. */ readonly weights: readonly number[];
}

export function agentOf(mixture: Mixture): Agent {
  return { pool: mixture.map(actionOf), weights: mixture.map(({ weight }) => weight) };
}

/** Share of a limit that is used, so that rounding cannot cross it. */
const WITHIN = 0.5;

/**
 * A component as (μ, σ, min, max) within the limits of a point. A steep tilt without curvature has μ as far away as its σ is wide:
 * there σ is the largest that keeps μ within the limits, which moves the density by less than 1e-7 of itself.
 */
function actionOf({ centre, scale, tilt, min, max }: Component): ActionDistribution {
  const slope = Math.abs(tilt.slope);
  const free = Math.sqrt(-1 / (2 * tilt.curve));
  const steep = slope > 0 ? Math.min((WITHIN * LIMITS.sigmasAway) / slope, Math.sqrt((WITHIN * LIMITS.magnitude) / (slope * scale))) : free;
  const wide = (WITHIN * LIMITS.magnitude) / scale;
  const sigma = Math.min(free, Math.max(steep, Math.min(free, 1)), wide);
  return { mu: centre + scale * tilt.slope * sigma * sigma, sigma: scale * sigma, min, max };
}

/** The laws of an agent's members, those of weight 0 left out. */
export interface AgentLaw {
  readonly members: readonly TruncatedNormal[];
  /** Positive, summing to 1. */ readonly weights: readonly number[];
}

export function lawOfAgent({ pool, weights }: Agent): AgentLaw {
  const drawn = pool.map((action, i) => ({ action, weight: weights[i] })).filter(({ weight }) => weight > 0);
  const total = drawn.reduce((sum, { weight }) => sum + weight, 0);
  return {
    members: drawn.map(({ action: { mu, sigma, min, max } }) => truncatedNormal(mu, sigma, min, max)),
    weights: drawn.map(({ weight }) => weight / total),
  };
}

/** P(step ≤ x). */
export function cdfAt({ members, weights }: AgentLaw, x: number): number {
  return members.reduce((sum, member, i) => sum + weights[i] * member.cdf(x), 0);
}

export function densityAt({ members, weights }: AgentLaw, x: number): number {
  return members.reduce((sum, member, i) => sum + weights[i] * member.density(x), 0);
}

/**
 * Unguided steps of an agent, independent, ascending.
 *
 * @param block  which sample of the seed's
 */
export function drawSteps(law: AgentLaw, count: number, seed: string, block: number): Float64Array {
  const draw = drawFrom(law, namedStream(seed, block, "observed steps"));
  return Float64Array.from({ length: count }, draw).sort();
}

/** Draws one unguided step at a time. */
export function drawFrom({ members, weights }: AgentLaw, stream: Stream): () => number {
  return () => {
    let share = nextUnit(stream);
    let member = 0;
    while (member < members.length - 1 && share >= weights[member]) share -= weights[member++];
    return members[member].quantile(nextUnit(stream));
  };
}
