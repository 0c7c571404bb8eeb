import { requireCount, requireRange } from "./range.ts";

/** A task of s steps, each decided by votes until one answer is k ahead; the task succeeds iff every step is decided rightly. */
export interface VotingLaw {
  /** P(one step is decided rightly). */ readonly stepSuccess: number;
  /** P(one step is decided wrongly), with digits of its own. */ readonly stepFailRate: number;
  /** p_full, P(all steps are decided rightly). */ readonly success: number;
  /** 1 − p_full, with digits of its own. */ readonly failRate: number;
  /** −log p_full; Infinity where every vote is wrong. */ readonly risk: number;
  /** Expected votes on one step, in [k, k²]. */ readonly votesPerStep: number;
  /** Expected votes on all steps. */ readonly votes: number;
}

/** Steps of one task, s. */
const MOST_STEPS = 1e15;
/** Lead k. Beyond it p would be so near 1/2 that neighbouring leads differ by less than rounding. */
export const MOST_AHEAD = 1e9;

/**
 * First-to-ahead-by-k voting on s independent steps: p_full = (1 + ((1 − p)/p)^k)^(−s). Wrong votes are taken to agree with each
 * other, the worst case: were they split, the right answer would be taken at least as often.
 *
 * p = 1/2 gives 2^(−s) at every k; below 1/2 a longer lead makes it worse. Everything is computed from the log-odds
 * λ = log(p/(1 − p)), so that digits are kept for p near 1/2, near 1 and for large s: relative error of `risk` and `failRate`
 * below 2e-13 on searched inputs against 80 digits, of what p as a double says: 1 − p below 1e-16 cannot be written.
 *
 * @param accuracy  p, chance that one vote is right, in [0, 1]
 * @param steps     s, a whole number in [1, 1e15]
 * @param ahead     k, a whole number in [1, 1e9]
 * @throws InvalidInput naming field, rule and value
 * @see docs/theory/relatives.md (R.10) to (R.16); Meyerson et al., Solving a Million-Step LLM Task with Zero Errors (2025)
 */
export function votingLaw(accuracy: number, steps: number, ahead: number): VotingLaw {
  return votingLawOfOdds(logOdds(accuracy), steps, ahead);
}

/**
 * The same from λ = log(p/(1 − p)), any number or ±Infinity: for votes that are right with a probability that rounds to 1.
 *
 * @throws InvalidInput naming field, rule and value
 */
export function votingLawOfOdds(odds: number, steps: number, ahead: number): VotingLaw {
  requireCount("steps", steps, 1, MOST_STEPS);
  requireCount("ahead", ahead, 1, MOST_AHEAD);
  const lead = ahead * odds;
  const risk = steps * log1pExp(-lead);
  const votesPerStep = odds === 0 ? ahead ** 2 : (ahead * Math.tanh(lead / 2)) / Math.tanh(odds / 2);
  return {
    stepSuccess: Math.exp(-log1pExp(-lead)),
    stepFailRate: Math.exp(-log1pExp(lead)),
    success: Math.exp(-risk),
    failRate: -Math.expm1(-risk),
    risk,
    votesPerStep,
    votes: steps * votesPerStep,
  };
}

/**
 * λ = log(p/(1 − p)), ±Infinity at the ends. 2p − 1 and 1 − p are exact for p in [1/2, 1], so no digit of p is lost near either.
 *
 * @throws InvalidInput for p outside [0, 1]
 */
export function logOdds(accuracy: number): number {
  requireRange("accuracy", accuracy, { least: 0, most: 1 });
  return accuracy >= 0.5 ? Math.log1p((2 * accuracy - 1) / (1 - accuracy)) : -Math.log1p((1 - 2 * accuracy) / accuracy);
}

/** log(1 + e^x) without overflow. */
function log1pExp(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}
