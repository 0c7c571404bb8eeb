import type { Spectrum } from "./characteristic.ts";
import type { Law } from "./law.ts";

/** A law known by its characteristic function alone: a sum of three or more independent parts, or a mixture of such sums. */
export interface SeriesSource {
  readonly mass: number;
  readonly moment: number;
  /** Ends between which all but 1e-16 of the mass lies. */ readonly support: readonly [number, number];
  /** φ at t_k = k·step for k = first .. first + n − 1, and what it cost in products. */
  spectrum(step: number, first: number, n: number): Spectrum & { readonly cost: number };
}

/** First run of frequencies; each further run adds half as many again. */
const FIRST_RUN = 64;
/** Products spent on one law at most; then the series ends and `tail` says what that may cost. */
const MOST_PRODUCTS = 6e7;

/**
 * The Fourier series of a law on its own support as the period.
 *
 * With F(y) = m(y − x₀)/T + C + (2/T)·Re Σ φ_k e^{−i t_k y}/(−i t_k), C follows exactly from the mean, and the shortfall
 * ∫F has terms φ_k/t_k². A sum of n parts with jumps has |φ| ~ t^−n, so for n ≥ 3 the shortfall converges as t^−4 or faster.
 * The series ends when the largest |φ| of its last third bounds the tail of the shortfall by `target`; the bound assumes only
 * that |φ| grows no more, and is reported.
 *
 * @param target  tail of the shortfall asked for, units of work
 */
export function seriesLaw(source: SeriesSource, target: number): Law {
  const { mass, moment } = source;
  const [low, high] = source.support;
  const period = high - low;
  const step = (2 * Math.PI) / period;
  const re: number[] = [];
  const im: number[] = [];
  let largest = Number.POSITIVE_INFINITY;
  let spent = 0;
  for (let first = 1, n = FIRST_RUN; spent < MOST_PRODUCTS; first += n, n = Math.ceil(first / 2)) {
    const run = source.spectrum(step, first, n);
    spent += run.cost;
    largest = 0;
    for (let k = 0; k < n; k++) {
      re.push(run.re[k]);
      im.push(run.im[k]);
      largest = Math.max(largest, Math.hypot(run.re[k], run.im[k]));
    }
    if (largest / (Math.PI * step * (first + n)) < target) break;
  }
  const count = re.length;
  const constant = (mass * (low + period / 2) - moment) / period;

  /** Re Σ φ_k e^{−i t_k y} / t_k^power, times i for odd powers as the series asks. */
  const sum = (y: number, power: 1 | 2) => {
    const turnRe = Math.cos(step * y);
    const turnIm = -Math.sin(step * y);
    let [zRe, zIm, total] = [turnRe, turnIm, 0];
    for (let k = 0; k < count; k++) {
      const t = step * (k + 1);
      // 1/(−i t) = i/t turns the real part into minus the imaginary one.
      total += power === 1 ? -(re[k] * zIm + im[k] * zRe) / t : -(re[k] * zRe - im[k] * zIm) / (t * t);
      const next = zRe * turnRe - zIm * turnIm;
      zIm = zRe * turnIm + zIm * turnRe;
      zRe = next;
    }
    return (2 / period) * total;
  };
  const atLow = sum(low, 2);
  return {
    mass,
    moment,
    support: [low, high],
    tail: largest / (Math.PI * step * count),
    tailCdf: largest / Math.PI,
    cdf: (y) => {
      if (y <= low) return 0;
      if (y >= high) return mass;
      return (mass * (y - low)) / period + constant + sum(y, 1);
    },
    shortfall: (y) => {
      if (y <= low) return 0;
      if (y >= high) return mass * y - moment;
      return (mass * (y - low) ** 2) / (2 * period) + constant * (y - low) + sum(y, 2) - atLow;
    },
  };
}
