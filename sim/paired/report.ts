import type { ComparedFigure, PairedComparison, PairedDifference } from "../../model/comparison.ts";
import { momentsOfExact } from "../../numerics/exactMoments.ts";
import { type Interval, meanInterval, Z_95 } from "../../numerics/intervals.ts";
import { independentProportionsInterval, pairedProportionsInterval } from "../../numerics/pairedProportions.ts";
import { MEAN_FIGURES, type PairedMoments, type PairedTally } from "./tally.ts";

/** The record of a comparison, from at least 2 pairs of runs. */
export function reportPairs(tally: PairedTally, seed: string): PairedComparison {
  const { runs, passes } = tally;
  const means = Object.fromEntries(MEAN_FIGURES.map((name) => [name, meanDifference(tally[name])]));
  const figures = { passRate: passDifference(tally), ...means } as Record<ComparedFigure, PairedDifference>;
  const absent = Object.fromEntries(
    Object.entries(figures)
      .filter(([, difference]) => difference.shortening === undefined)
      .map(([name]) => [`${name}.shortening`, "all runs differ by the same, so the paired interval is a point"]),
  );
  return { ...figures, passes, runs, seed, ...(Object.keys(absent).length > 0 && { absent }) };
}

function passDifference({ runs, passes: { both, firstOnly, secondOnly } }: PairedTally): PairedDifference {
  const [first, second] = [both + firstOnly, both + secondOnly];
  const paired = pairedProportionsInterval(firstOnly, secondOnly, runs);
  const independent = independentProportionsInterval(first, second, runs);
  // From the counts: the difference of the two rates would carry their rounding.
  return difference((secondOnly - firstOnly) / runs, first / runs, second / runs, runs, paired, independent);
}

function meanDifference(moments: PairedMoments): PairedDifference {
  const [first, second, paired] = [moments.first, moments.second, moments.difference].map(momentsOfExact);
  const { count, mean } = paired;
  const half = Z_95 * Math.sqrt((first.squares + second.squares) / (count - 1) / count);
  return difference(mean, first.mean, second.mean, count, meanInterval(paired), { low: mean - half, high: mean + half });
}

function difference(mean: number, first: number, second: number, count: number, paired: Interval, independent: Interval): PairedDifference {
  const width = paired.high - paired.low;
  const shortening = width > 0 ? { shortening: (independent.high - independent.low) / width } : {};
  return { mean, ...paired, count, first, second, independent, ...shortening };
}
