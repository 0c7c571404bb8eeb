import { namedStream, nextUnit } from "../../numerics/streams.ts";
import { type TruncatedNormal, truncatedNormal } from "../../numerics/truncatedNormal.ts";
import type { AgentLaw } from "./law.ts";

/** Whose draw it is: equal places give equal draws, so a request that is sent again gets the same answer. */
export interface Place {
  readonly seed: string;
  /** Of the trial, any text. */ readonly trial: string;
  /** From 1. */ readonly stage: number;
  readonly attempt: number;
}

/**
 * One low-level step at the remaining distance d: member I with probability ∝ q_i·exp(λψ_i(d)), then a truncated normal of that member.
 *
 * @param index  of the step in its attempt, from 0
 * @returns units of work
 * @see docs/model.md §2
 */
export function drawStep(law: AgentLaw, place: Place, index: number, distance: number): number {
  const stream = streamOf(place, `step ${index}`);
  const members = membersOf(law);
  const weights = guidedWeights(law, members, distance);
  let left = nextUnit(stream) * weights.reduce((sum, weight) => sum + weight, 0);
  // Rounding may leave a crumb at the end: it is the last member's that has weight.
  const last = weights.findLastIndex((weight) => weight > 0);
  const chosen = weights.findIndex((weight, member) => {
    left -= weight;
    return (left < 0 && weight > 0) || member === last;
  });
  return (members[chosen] as TruncatedNormal).quantile(nextUnit(stream));
}

/** Whether it claims a stage done whose attempts all failed. */
export const drawFalseClaim = ({ claimRate }: AgentLaw, place: Place): boolean => nextUnit(streamOf(place, "claim")) < claimRate;

const streamOf = ({ seed, trial, stage, attempt }: Place, purpose: string) =>
  namedStream(JSON.stringify([seed, trial]), stage, `attempt ${attempt} ${purpose}`);

/** q_i·exp(λψ_i(d)), up to a factor that keeps the largest from vanishing. */
function guidedWeights({ weights, guidance }: AgentLaw, members: readonly TruncatedNormal[], distance: number): readonly number[] {
  const sign = { none: 0, aligned: -1, misaligned: 1 }[guidance.kind];
  const exponents = members.map(({ mean }) => sign * guidance.strength * Math.abs(mean - distance));
  const top = Math.max(...exponents.filter((_, member) => (weights[member] as number) > 0));
  return exponents.map((exponent, member) =>
    (weights[member] as number) > 0 ? (weights[member] as number) * Math.exp(exponent - top) : 0,
  );
}

const members = new WeakMap<AgentLaw, readonly TruncatedNormal[]>();

function membersOf(law: AgentLaw): readonly TruncatedNormal[] {
  const known = members.get(law) ?? law.pool.map(({ mu, sigma, min, max }) => truncatedNormal(mu, sigma, min, max));
  members.set(law, known);
  return known;
}
