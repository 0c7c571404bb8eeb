import type { Verdict } from "../../model/experiment.ts";
import type { Range } from "./range.ts";
import type { Series } from "./series.ts";

/** Spearman's rank correlation between a sweep and a measure, and the ends it can have within the ranges. */
export function spearman({ ranges }: Series): Range {
  const n = ranges.length;
  const correlation = (distances: readonly number[]) => 1 - (6 * distances.reduce((sum, d) => sum + d * d, 0)) / (n * (n * n - 1));
  const ranks = ranges.map((range) => 1 + ranges.filter((other) => other.value < range.value).length);
  // A point ranks surely above those whose range ends below its own. Taking each rank at its worst alone bounds any order.
  const lowest = ranges.map((range) => 1 + ranges.filter((other) => other.high < range.low).length);
  const highest = ranges.map((range) => n - ranges.filter((other) => other.low > range.high).length);
  const place = (i: number) => i + 1;
  return {
    value: correlation(ranks.map((rank, i) => rank - place(i))),
    low: Math.max(-1, correlation(lowest.map((low, i) => Math.max(Math.abs(low - place(i)), Math.abs(highest[i] - place(i)))))),
    high: correlation(lowest.map((low, i) => Math.max(0, low - place(i), place(i) - highest[i]))),
  };
}

/** The correlation is at least `least`. */
export function correlates(series: Series, least: number): Verdict {
  const { low, high } = spearman(series);
  if (low >= least) return "yes";
  return high < least ? "no" : "cannot tell";
}
