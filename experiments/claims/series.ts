import type { ExperimentResult, Measure, Verdict } from "../../model/experiment.ts";
import { all, certain, exceeds } from "./kleene.ts";
import { type Range, together } from "./range.ts";

/** One measure along one curve: what a claim's predicate looks at. Points without the measure are left out. */
export interface Series {
  readonly name: string;
  readonly at: readonly number[];
  readonly ranges: readonly Range[];
}

/** Whose figures are read. */
export type Side = "exact" | "simulated";

export function seriesOf({ curves }: Pick<ExperimentResult, "curves">, side: Side, name: string, measure: Measure): Series {
  const curve = curves.find((one) => one.name === name);
  if (!curve) throw new RangeError(`there is no curve named ${name}`);
  const points = curve.points.flatMap((point): { at: number; range: Range }[] => {
    if (side === "simulated") {
      const estimate = point.simulated[measure];
      return estimate ? [{ at: point.at, range: together(estimate, measure) }] : [];
    }
    const exact = point.exact[measure];
    return exact ? [{ at: point.at, range: { value: exact.value, low: exact.value - exact.error, high: exact.value + exact.error } }] : [];
  });
  return { name, at: points.map((point) => point.at), ranges: points.map((point) => point.range) };
}

export function rangeAt(series: Series, at: number): Range {
  const i = series.at.indexOf(at);
  if (i < 0) throw new RangeError(`${series.name} has no point at ${at}`);
  return series.ranges[i];
}

/** The part of a series with from ≤ at ≤ to. */
export function between(series: Series, from: number, to = Number.POSITIVE_INFINITY): Series {
  const kept = series.at.flatMap((at, i) => (at >= from && at <= to ? [i] : []));
  return { name: series.name, at: kept.map((i) => series.at[i]), ranges: kept.map((i) => series.ranges[i]) };
}

/** Upside down: its peaks are the valleys. */
export function mirrored(series: Series): Series {
  return { ...series, ranges: series.ranges.map(({ value, low, high }) => ({ value: -value, low: -high, high: -low })) };
}

export interface Peak {
  readonly index: number;
  readonly at: number;
  readonly value: number;
}

/** The highest point; the first of equals. */
export function peakOf(series: Series): Peak {
  const index = series.ranges.reduce((best, range, i) => (range.value > series.ranges[best].value ? i : best), 0);
  return { index, at: series.at[index], value: series.ranges[index].value };
}

/** The highest point lies inside, above both ends: the series is not monotone. */
export function peaksInside(series: Series): Verdict {
  const { index } = peakOf(series);
  const inside = index > 0 && index < series.ranges.length - 1;
  if (!inside) return "no";
  return all(exceeds(series.ranges[index], series.ranges[0]), exceeds(series.ranges[index], series.ranges[series.ranges.length - 1]));
}

/** The point at `at` is above every other. */
export function isPeak(series: Series, at: number): Verdict {
  const peak = rangeAt(series, at);
  return all(...series.ranges.filter((range) => range !== peak).map((range) => exceeds(peak, range)));
}

/** Up to one point it never falls, and from there it never rises, as far as can be seen; and it surely does both. */
export function unimodal(series: Series): Verdict {
  const { index } = peakOf(series);
  const against = series.ranges.some((range, i) => {
    const next = series.ranges[i + 1];
    return next !== undefined && exceeds(...(i < index ? ([range, next] as const) : ([next, range] as const))) === "yes";
  });
  return against ? "no" : peaksInside(series);
}

/** Every point above the one before it. */
export function rises(series: Series): Verdict {
  return all(...series.ranges.slice(1).map((range, i) => exceeds(range, series.ranges[i])));
}

/** No point is surely below the one before it. */
export function neverFalls(series: Series): Verdict {
  return certain(series.ranges.slice(1).every((range, i) => exceeds(series.ranges[i], range) !== "yes"));
}
