import { add, characteristic, multiply, multiplyPower, ones } from "./law/characteristic.ts";
import { type Law, mixture } from "./law/law.ts";
import { pairLaw } from "./law/pair.ts";
import type { PiecewiseLaw } from "./law/piecewise.ts";
import { type SeriesSource, seriesLaw } from "./law/series.ts";
import type { Stage } from "./stage.ts";

/** ln(1/δ) for the mass, 1e-17, that a sum's support may leave outside. */
const OUTSIDE = 39.2;

/** The stages of a run: the distinct ones, and which of them stands at each place. */
export interface StageSequence {
  readonly distinct: readonly Stage[];
  readonly order: readonly number[];
}

/**
 * The law of the final progress X when an unrecovered stage carries: every stage adds its own independent progress.
 *
 * @param target  tail of a series asked for, units of work
 */
export function carriedProgress({ distinct, order }: StageSequence, target: number): Law {
  return sumLaw(
    distinct.map((stage) => stage.all),
    order,
    target,
  );
}

/** The law of X given that the run passed; undefined when some stage cannot pass. Mass 1. */
export function passedProgress({ distinct, order }: StageSequence, target: number): Law | undefined {
  const parts = distinct.flatMap((stage) => (stage.passed ? [stage.passed] : []));
  return parts.length < distinct.length ? undefined : sumLaw(parts, order, target);
}

/**
 * The law of X when a run stops at its first unrecovered stage, keeping the progress of that stage's last attempt:
 * a mixture over the stage that stopped it, and the runs that passed. Sums of up to two parts are taken exactly.
 */
export function abortedProgress(sequence: StageSequence, target: number): Law {
  const stages = sequence.order.map((i) => sequence.distinct[i]);
  const [first, second] = stages;
  const stops = (weight: number, law: Law) => ({ weight, law });
  const parts = [stops(1, first.unrecovered)];
  const survives = first.passRate;
  if (stages.length === 1) return mixture([...parts, ...(first.passed ? [stops(survives, first.passed)] : [])]);
  if (!first.passed || survives === 0) return mixture(parts);
  parts.push(stops(survives, pairLaw(first.passed, second.unrecovered)));
  if (!second.passed || second.passRate === 0) return mixture(parts);
  const goesOn =
    stages.length === 2
      ? stops(survives * second.passRate, pairLaw(first.passed, second.passed))
      : stops(1, seriesLaw(abortedSource(sequence), target));
  return mixture([...parts, goesOn]);
}

/** Runs that passed their first two stages: stopped at a later one, or passed. */
function abortedSource({ distinct, order }: StageSequence): SeriesSource {
  const stages = order.map((i) => distinct[i]);
  let [reach, before, beforeLow, beforeHigh] = [1, 0, 0, 0];
  let [mass, moment, low, high] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const collect = (law: PiecewiseLaw, weight: number) => {
    if (weight * law.mass === 0) return;
    mass += weight * law.mass;
    moment += weight * (law.moment + before * law.mass);
    low = Math.min(low, beforeLow + law.support[0]);
    high = Math.max(high, beforeHigh + law.support[1]);
  };
  let reached = 0;
  for (const [t, stage] of stages.entries()) {
    if (t >= 2) collect(stage.unrecovered, reach);
    if (!stage.passed || reach === 0) break;
    reached = t + 1;
    if (t === stages.length - 1) collect(stage.passed, reach * stage.passRate);
    reach *= stage.passRate;
    before += stage.passed.moment;
    beforeLow += stage.passed.support[0];
    beforeHigh += stage.passed.support[1];
  }
  const used = stages.slice(0, Math.min(stages.length, reached + 1));
  return {
    mass,
    moment,
    support: [low, high],
    spectrum: (step, from, n) => {
      const passed = distinct.map((stage) => stage.passed && characteristic(stage.passed, step, from, n));
      const stopped = distinct.map((stage) => characteristic(stage.unrecovered, step, from, n));
      const reachSpectrum = ones(n);
      const out = { re: new Float64Array(n), im: new Float64Array(n) };
      for (const [t, stage] of used.entries()) {
        const i = order[t];
        if (t >= 2) {
          const term = { re: reachSpectrum.re.slice(), im: reachSpectrum.im.slice() };
          multiply(term, stopped[i].re, stopped[i].im);
          add(out, term);
        }
        const on = passed[i];
        if (!on) break;
        multiply(reachSpectrum, on.re, on.im);
        scale(reachSpectrum, stage.passRate);
        if (t === stages.length - 1) add(out, reachSpectrum);
      }
      const nodes = distinct.reduce((sum, stage) => sum + stage.all.grid.nodes.length, 0);
      return { ...out, cost: n * (nodes + used.length) };
    },
  };
}

function scale({ re, im }: { re: Float64Array; im: Float64Array }, factor: number): void {
  for (let k = 0; k < re.length; k++) {
    re[k] *= factor;
    im[k] *= factor;
  }
}

/** The law of a sum of independent parts, `order` naming each summand's part. Parts have mass 1. */
function sumLaw(parts: readonly PiecewiseLaw[], order: readonly number[], target: number): Law {
  if (order.length === 1) return parts[order[0]];
  if (order.length === 2) return pairLaw(parts[order[0]], parts[order[1]]);
  const counts = parts.map(() => 0);
  for (const part of order) counts[part]++;
  const total = (of: (part: PiecewiseLaw) => number) => parts.reduce((sum, part, i) => sum + counts[i] * of(part), 0);
  const mass = parts.reduce((product, part, i) => product * part.mass ** counts[i], 1);
  const mean = total((part) => part.moment / part.mass);
  // Hoeffding: the sum strays from its mean by s with probability ≤ exp(−2s² / Σ width²).
  const stray = Math.sqrt((OUTSIDE / 2) * total((part) => (part.support[1] - part.support[0]) ** 2));
  const low = Math.max(
    total((part) => part.support[0]),
    mean - stray,
  );
  const high = Math.min(
    total((part) => part.support[1]),
    mean + stray,
  );
  return seriesLaw(
    {
      mass,
      moment: mean * mass,
      support: [low, high],
      spectrum: (step, first, n) => {
        const out = ones(n);
        parts.forEach((part, i) => {
          multiplyPower(out, characteristic(part, step, first, n), counts[i]);
        });
        return { ...out, cost: n * parts.reduce((sum, part) => sum + part.grid.nodes.length, 0) };
      },
    },
    target,
  );
}
