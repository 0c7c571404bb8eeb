import { climb, type Fitted, type Patience, share } from "./em.ts";
import { correctedEnds } from "./ends.ts";
import type { Ends, Least, Mixture } from "./mixture.ts";
import { startsFor } from "./starts.ts";

/** Components of a mixture at most. */
export const MOST_COMPONENTS = 4;
/** Starts of the search for a mixture. */
const STARTS = 5;
const SHORT: Patience = { rounds: 30, gain: 1e-2 };
const LONG: Patience = { rounds: 300, gain: 1e-4 };
/** A component holds at least this many steps, and this share of them: fewer are a chance cluster. */
const LEAST_STEPS = 6;
const LEAST_SHARE = 0.03;
/** A component is at least this wide, as a share of the standard deviation of all steps. */
const LEAST_SPREAD = 1e-2;
/** Rounds of correcting the ends and fitting between them; the second moves them by less than 1/n of the first. */
const END_ROUNDS = 2;

/** A mixture of k components, fitted. */
export interface Candidate extends Fitted {
  readonly components: number;
  /** −2·logLikelihood + parameters·log n, at ends on the outermost steps; lower is better (F.10). */ readonly bic: number;
}

/** What every component of a fit to these steps must hold. */
export function leastOf(steps: Float64Array): Least {
  const n = steps.length;
  let [sum, squares] = [0, 0];
  for (const step of steps) sum += step;
  for (const step of steps) squares += (step - sum / n) ** 2;
  return { steps: Math.min(n, Math.max(LEAST_STEPS, LEAST_SHARE * n)), spread: LEAST_SPREAD * Math.sqrt(squares / n) };
}

/** Location, scale and weight of each component, the weights summing to 1, and two common ends. */
const parametersOf = (k: number): number => 3 * k - 1 + 2;

/**
 * The best mixture of k truncated normals between the outermost steps that a search from several starts finds.
 *
 * @returns undefined where every start collapses
 */
export function candidate(steps: Float64Array, k: number, seed: string): Candidate | undefined {
  const n = steps.length;
  const least = leastOf(steps);
  const ends: Ends = { min: steps[0], max: steps[n - 1] };
  let best: { fitted: Fitted; shares: Float64Array[] } | undefined;
  for (const shares of startsFor(n, k, STARTS, seed)) {
    const fitted = climb(steps, shares, new Array<Ends>(k).fill(ends), least, k === 1 ? LONG : SHORT);
    if (fitted && (!best || fitted.logLikelihood > best.fitted.logLikelihood)) best = { fitted, shares };
  }
  const final = best && (k === 1 ? best.fitted : climb(steps, best.shares, new Array<Ends>(k).fill(ends), least, LONG));
  if (!final) return undefined;
  return { ...final, components: k, bic: -2 * final.logLikelihood + parametersOf(k) * Math.log(n) };
}

/**
 * The mixture between ends corrected for their bias, from one fitted between the outermost steps.
 */
export function withCorrectedEnds(steps: Float64Array, fitted: Fitted): Fitted {
  const least = leastOf(steps);
  let now = fitted;
  for (let round = 0; round < END_ROUNDS; round++) {
    const ends = correctedEnds(steps, now.mixture);
    const shares = now.mixture.map(() => new Float64Array(steps.length));
    share(steps, now.mixture, shares);
    const next = climb(
      steps,
      shares,
      now.mixture.map(() => ends),
      least,
      LONG,
    );
    if (!next) return now;
    now = next;
  }
  return now;
}

/**
 * The fit of k components to a sample drawn from a fitted mixture, begun from that mixture: nothing better is known of where to
 * begin. Where a component collapses in this sample the search starts afresh, with one component fewer if it must.
 */
export function refitted(steps: Float64Array, from: Mixture, seed: string): Mixture {
  const ends: Ends = { min: steps[0], max: steps[steps.length - 1] };
  const shares = from.map(() => new Float64Array(steps.length));
  share(steps, from, shares);
  const warm = climb(
    steps,
    shares,
    from.map(() => ends),
    leastOf(steps),
    LONG,
  );
  let fitted: Fitted | undefined = warm;
  for (let k = from.length; !fitted && k > 0; k--) fitted = candidate(steps, k, seed);
  if (!fitted) throw new Error("a sample of a fitted law cannot be fitted"); // one component fits any sample that is not one point
  return withCorrectedEnds(steps, fitted).mixture;
}
