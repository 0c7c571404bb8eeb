import type { Wanted } from "./attemptRule.ts";

/** What is known of the draws beforehand, from others than those used. */
export interface Centre {
  /** A number near the mean of the draws, in (0, 1). */ readonly near: number;
  /** Root mean square of a draw's distance from it, > 0. */ readonly spread: number;
}

/** How a stage's estimates are made from draws of one outcome of an attempt. */
export interface Retries {
  readonly retryBudget: number;
  /** The outcome whose chance the draws estimate. */ readonly wanted: Wanted;
  readonly centre: Centre;
}

/**
 * Unbiased estimates of P(stage accepted) = 1 − q^R, or of P(stage unrecovered) = q^R, q the chance that an attempt is rejected, from
 * independent unbiased draws of q or of 1 − q. Putting a mean of draws into the formula would be biased, as the formula is bent. Here
 * the power is expanded about a number near q, each factor of a term is a draw of its own, and the series is broken off at random:
 * a term is divided by the chance that it is reached.
 *
 * @returns two numbers that sum to 1, each with its own digits
 * @see docs/theory/rare-events.md (E.7), (E.8)
 */
export function retried({ retryBudget, wanted, centre }: Retries, draw: () => number, uniform: () => number) {
  const base = baseOf(wanted, centre);
  const logBase = wanted === "accepted" ? Math.log1p(-centre.near) : Math.log(centre.near);
  const distance = wanted === "accepted" ? () => centre.near - draw() : () => draw() - centre.near;
  const rest = series(distance, base, centre.spread, retryBudget, uniform);
  return { accepted: -Math.expm1(retryBudget * logBase) - rest, unrecovered: base ** retryBudget + rest };
}

/** How many draws an estimate takes, about, beyond the first. */
export const expectedTerms = ({ retryBudget, wanted, centre }: Retries): number => (retryBudget * centre.spread) / baseOf(wanted, centre);

/** The number near q. */
const baseOf = (wanted: Wanted, { near }: Centre): number => (wanted === "accepted" ? 1 - near : near);

/** Σ over j ≥ 1 of C(R, j)·base^(R − j)·(j independent distances multiplied), without bias. */
function series(distance: () => number, base: number, spread: number, power: number, uniform: () => number): number {
  let term = base ** power;
  let sum = 0;
  for (let j = 1; j <= power; j++) {
    // Term j is about this many times term j − 1, and is reached with that chance; the first always.
    const factor = (power - j + 1) / j / base;
    const reached = j === 1 ? 1 : Math.min(1, factor * spread);
    if (reached < 1 && uniform() >= reached) break;
    term *= (factor * distance()) / reached;
    sum += term;
  }
  return sum;
}
