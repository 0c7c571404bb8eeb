import { gaussLegendre } from "../../numerics/gaussLegendre.ts";
import type { PiecewiseLaw } from "./piecewise.ts";

/** φ(t_k) = ∫ exp(i·t_k·x) dμ at the frequencies t_k = k·step, k = first .. first + n − 1. */
export interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** A panel half-width times t up to this share of p is integrated by p Gauss nodes to 1e-13. */
const PHASE_PER_NODE = 0.6;

/**
 * The characteristic function of a piecewise law over a run of frequencies.
 * Panels are cut until their nodes resolve the fastest oscillation; each node's phase advances by one complex product.
 *
 * @param step   frequency step, 2π / period, per unit of work
 * @param first  first index k ≥ 0
 * @param n      number of frequencies
 */
export function characteristic(law: PiecewiseLaw, step: number, first: number, n: number): Spectrum {
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  const fastest = step * (first + n - 1);
  const { from, to, panels, rule: own } = law.grid;
  const rule = gaussLegendre(own.order);
  for (let i = 0; i < panels; i++) {
    const pieces = Math.max(1, Math.ceil(((to[i] - from[i]) * fastest) / (2 * PHASE_PER_NODE * rule.order)));
    const half = (to[i] - from[i]) / pieces / 2;
    for (let piece = 0; piece < pieces; piece++) {
      const start = from[i] + 2 * half * piece;
      for (let j = 0; j < rule.order; j++) {
        const x = start + half * (1 + rule.nodes[j]);
        const mass = half * rule.weights[j] * law.density(x);
        if (mass === 0) continue;
        const turnRe = Math.cos(step * x);
        const turnIm = Math.sin(step * x);
        let zRe = mass * Math.cos(step * first * x);
        let zIm = mass * Math.sin(step * first * x);
        for (let k = 0; k < n; k++) {
          re[k] += zRe;
          im[k] += zIm;
          const next = zRe * turnRe - zIm * turnIm;
          zIm = zRe * turnIm + zIm * turnRe;
          zRe = next;
        }
      }
    }
  }
  return { re, im };
}

/** out *= base^power, frequency by frequency, by repeated squaring. */
export function multiplyPower(out: Spectrum, base: Spectrum, power: number): void {
  const re = base.re.slice();
  const im = base.im.slice();
  for (let left = power; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) multiply(out, re, im);
    if (left > 1) multiply({ re, im }, re.slice(), im.slice());
  }
}

export function multiply(out: Spectrum, re: Float64Array, im: Float64Array): void {
  for (let k = 0; k < re.length; k++) {
    const product = out.re[k] * re[k] - out.im[k] * im[k];
    out.im[k] = out.re[k] * im[k] + out.im[k] * re[k];
    out.re[k] = product;
  }
}

/** out += spectrum. */
export function add(out: Spectrum, { re, im }: Spectrum): void {
  for (let k = 0; k < re.length; k++) {
    out.re[k] += re[k];
    out.im[k] += im[k];
  }
}

export function ones(n: number): Spectrum {
  return { re: new Float64Array(n).fill(1), im: new Float64Array(n) };
}
