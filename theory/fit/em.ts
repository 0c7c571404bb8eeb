import { type Component, type Least, type Mixture, weightedComponent } from "./mixture.ts";

export interface Fitted {
  readonly mixture: Mixture;
  /** Natural log-likelihood of all the steps. */ readonly logLikelihood: number;
}

/** When a climb ends: rounds, and the gain of log-likelihood below which a round is the last. */
export interface Patience {
  readonly rounds: number;
  readonly gain: number;
}

/**
 * Expectation–maximisation from given shares: each round shares every step among the components by their densities there
 * and fits each component to its share. The log-likelihood never falls (F.8).
 *
 * @param steps   ascending, units of work
 * @param shares  P(step i came from component j) to begin with, k arrays of shape [n]; overwritten
 * @param ends    of each component
 * @returns undefined where a component collapses on a cluster of steps or loses its steps
 */
export function climb(
  steps: Float64Array,
  shares: Float64Array[],
  ends: readonly { readonly min: number; readonly max: number }[],
  least: Least,
  patience: Patience,
): Fitted | undefined {
  let components: (Component | undefined)[] = ends.map(() => undefined);
  let last = Number.NEGATIVE_INFINITY;
  for (let round = 0; ; round++) {
    components = ends.map((end, j) => weightedComponent(steps, shares[j], end, least, components[j]));
    if (!components.every((component) => component !== undefined)) return undefined;
    const logLikelihood = share(steps, components, shares);
    if (!Number.isFinite(logLikelihood)) return undefined;
    const done = components.length === 1 || round >= patience.rounds || logLikelihood - last < patience.gain;
    if (done) return { mixture: components, logLikelihood };
    last = logLikelihood;
  }
}

/** Writes P(step i came from component j) to `shares` and returns the log-likelihood, −Infinity where a step is out of every reach. */
export function share(steps: Float64Array, mixture: Mixture, shares: readonly Float64Array[]): number {
  const n = steps.length;
  const totals = new Float64Array(n);
  mixture.forEach(({ weight, min, max, centre, scale, tilt }, j) => {
    const { slope, curve, logMass } = tilt;
    const out = shares[j];
    const factor = Math.log(weight / scale) - logMass;
    for (let i = 0; i < n; i++) {
      const x = steps[i];
      const u = (x - centre) / scale;
      const term = x < min || x > max ? 0 : Math.exp(u * (slope + curve * u) + factor);
      out[i] = term;
      totals[i] += term;
    }
  });
  let logLikelihood = 0;
  for (let i = 0; i < n; i++) logLikelihood += Math.log(totals[i]);
  for (const out of shares) for (let i = 0; i < n; i++) out[i] /= totals[i];
  return logLikelihood;
}
