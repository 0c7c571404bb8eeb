import type { ComponentErrors } from "../../model/fit.ts";
import { inverseOfPositive } from "../../numerics/cholesky.ts";
import { share } from "./em.ts";
import type { Component, Mixture } from "./mixture.ts";
import { atBound } from "./tilt.ts";

/**
 * Standard errors of the fitted parameters of each component, at given ends, from the observed information.
 *
 * The information of the mixture is that of steps whose component is known less what not knowing it loses (F.11; Louis 1982),
 * in natural parameters; (μ, σ) follow by the delta method (F.12). A component on the bound on σ has no error for μ and σ; where the
 * information is singular no component has any. The errors of the ends are the distances by which these were moved (F.7):
 * the law of an outermost step is near an exponential, whose mean is its standard deviation.
 *
 * @param steps  ascending, units of work
 */
export function standardErrors(steps: Float64Array, mixture: Mixture): ComponentErrors[] {
  const free = freeParameters(mixture);
  const inverse = inverseOfPositive(observedInformation(steps, mixture, free));
  const at = (kind: Free["kind"], j: number) => free.findIndex((parameter) => parameter.kind === kind && parameter.component === j);
  const last = mixture.length - 1;
  return mixture.map((component, j) => {
    const ends = { min: steps[0] - component.min, max: component.max - steps[steps.length - 1] };
    if (!inverse) return ends;
    const covariance = (p: number, q: number) => inverse[p][q];
    const [slope, curve] = [at("slope", j), at("curve", j)];
    const weights = free.flatMap(({ kind }, p) => (kind === "weight" ? [p] : []));
    const weight =
      mixture.length === 1
        ? {}
        : { weight: Math.sqrt(j < last ? covariance(at("weight", j), at("weight", j)) : sumOver(weights, covariance)) };
    if (curve < 0) return { ...weight, ...ends };
    const { scale, tilt } = component;
    const [muBySlope, muByCurve] = [-scale / (2 * tilt.curve), (scale * tilt.slope) / (2 * tilt.curve ** 2)];
    const sigmaByCurve = scale / (4 * tilt.curve ** 2 * Math.sqrt(-1 / (2 * tilt.curve)));
    const mu = Math.sqrt(
      muBySlope ** 2 * covariance(slope, slope) +
        2 * muBySlope * muByCurve * covariance(slope, curve) +
        muByCurve ** 2 * covariance(curve, curve),
    );
    return { mu, sigma: sigmaByCurve * Math.sqrt(covariance(curve, curve)), ...weight, ...ends };
  });
}

interface Free {
  readonly kind: "slope" | "curve" | "weight";
  readonly component: number;
}

/** The weight of the last component is what the others leave; a curvature on its bound is no free parameter. */
function freeParameters(mixture: Mixture): Free[] {
  return mixture.flatMap(({ tilt }, component): Free[] => [
    { kind: "slope", component },
    ...(atBound(tilt) ? [] : [{ kind: "curve", component } as const]),
    ...(component < mixture.length - 1 ? [{ kind: "weight", component } as const] : []),
  ]);
}

function observedInformation(steps: Float64Array, mixture: Mixture, free: readonly Free[]): number[][] {
  const shares = mixture.map(() => new Float64Array(steps.length));
  share(steps, mixture, shares);
  const d = free.length;
  const information = free.map(() => new Array<number>(d).fill(0));
  const addOuter = (vector: readonly number[], factor: number) => {
    for (let p = 0; p < d; p++) for (let q = 0; q <= p; q++) information[p][q] += factor * vector[p] * vector[q];
  };
  mixture.forEach((component, j) => {
    const mass = shares[j].reduce((sum, value) => sum + value, 0);
    const [i11, i12, i22] = component.tilt.information;
    const entry = (p: Free, q: Free) => {
      if (p.component !== j || q.component !== j || p.kind === "weight" || q.kind === "weight") return 0;
      return p.kind !== q.kind ? i12 : p.kind === "slope" ? i11 : i22;
    };
    for (let p = 0; p < d; p++) for (let q = 0; q <= p; q++) information[p][q] += mass * entry(free[p], free[q]);
    // The complete log-likelihood is log w_j for such a step: minus its second derivative is the square of its first.
    addOuter(
      free.map((parameter) => (parameter.kind === "weight" ? weightScore(mixture, j, parameter.component) : 0)),
      mass,
    );
  });
  for (let i = 0; i < steps.length; i++) {
    const mean = new Array<number>(d).fill(0);
    mixture.forEach((component, j) => {
      const scores = free.map((parameter) => score(mixture, component, j, parameter, steps[i]));
      const share = shares[j][i];
      addOuter(scores, -share);
      for (let p = 0; p < d; p++) mean[p] += share * scores[p];
    });
    addOuter(mean, 1);
  }
  return information;
}

/** Derivative of the log-density of a step known to be of component j. */
function score(mixture: Mixture, { centre, scale, tilt }: Component, j: number, { kind, component }: Free, x: number): number {
  if (kind === "weight") return weightScore(mixture, j, component);
  if (component !== j) return 0;
  const u = (x - centre) / scale;
  return kind === "slope" ? u - tilt.mean : u * u - tilt.square;
}

function weightScore(mixture: Mixture, j: number, component: number): number {
  if (j === mixture.length - 1) return -1 / mixture[j].weight;
  return j === component ? 1 / mixture[j].weight : 0;
}

function sumOver(places: readonly number[], entry: (p: number, q: number) => number): number {
  return places.reduce((sum, p) => sum + places.reduce((row, q) => row + entry(p, q), 0), 0);
}
