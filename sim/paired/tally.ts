import type { ComparedFigure, PassCounts } from "../../model/comparison.ts";
import { type ExactMoments, exactly, mergeExact, NO_EXACT_MOMENTS } from "../../numerics/exactMoments.ts";
import { momentsOf } from "../../numerics/moments.ts";
import { BLOCK_RUNS, type RunFigures as BlockRuns } from "../block.ts";

/** Figures of a run that are no yes or no. */
export const MEAN_FIGURES = ["finalBias", "signedBias", "meanAttempts", "meanSteps"] as const satisfies readonly ComparedFigure[];
type MeanFigure = (typeof MEAN_FIGURES)[number];

/** A figure of the runs at the first point, at the second, and second minus first run by run. */
export interface PairedMoments {
  readonly first: ExactMoments;
  readonly second: ExactMoments;
  readonly difference: ExactMoments;
}

/** What is counted over pairs of runs. Sums are exact, so tallies of parts, merged in any order, are the same to the byte. */
export interface PairedTally extends Readonly<Record<MeanFigure, PairedMoments>> {
  readonly runs: number;
  readonly passes: PassCounts;
}

/** Per-run figures of one point over a block. Shape [BLOCK_RUNS]. */
export type RunFigures = Readonly<Record<MeanFigure, Float64Array>> & { readonly passed: Uint8Array };

export function makeRunFigures(): RunFigures {
  const doubles = () => new Float64Array(BLOCK_RUNS);
  return {
    finalBias: doubles(),
    signedBias: doubles(),
    meanAttempts: doubles(),
    meanSteps: doubles(),
    passed: new Uint8Array(BLOCK_RUNS),
  };
}

/** Copies what the runs of a block came to. */
export function copyRuns(into: RunFigures, { deviation, attempts, steps, failed }: BlockRuns): void {
  into.signedBias.set(deviation);
  into.meanAttempts.set(attempts);
  into.meanSteps.set(steps);
  for (const [run, value] of deviation.entries()) {
    into.finalBias[run] = Math.abs(value);
    into.passed[run] = 1 - failed[run];
  }
}

const NOTHING: PairedMoments = { first: NO_EXACT_MOMENTS, second: NO_EXACT_MOMENTS, difference: NO_EXACT_MOMENTS };
export const NO_PAIRS: PairedTally = {
  runs: 0,
  passes: { both: 0, firstOnly: 0, secondOnly: 0, neither: 0 },
  ...ofEach(() => NOTHING),
};

/** @param spare  room for differences, shape [BLOCK_RUNS] */
export function tallyPairs(first: RunFigures, second: RunFigures, runs: number, spare: Float64Array): PairedTally {
  const passes = { both: 0, firstOnly: 0, secondOnly: 0, neither: 0 };
  for (let run = 0; run < runs; run++) {
    if (first.passed[run]) passes[second.passed[run] ? "both" : "firstOnly"]++;
    else passes[second.passed[run] ? "secondOnly" : "neither"]++;
  }
  const moments = (values: Float64Array) => exactly(momentsOf(values, runs));
  const figures = ofEach((name) => {
    for (let run = 0; run < runs; run++) spare[run] = second[name][run] - first[name][run];
    return { first: moments(first[name]), second: moments(second[name]), difference: moments(spare) };
  });
  return { runs, passes, ...figures };
}

export function mergePairs(a: PairedTally, b: PairedTally): PairedTally {
  const { both, firstOnly, secondOnly, neither } = b.passes;
  return {
    runs: a.runs + b.runs,
    passes: {
      both: a.passes.both + both,
      firstOnly: a.passes.firstOnly + firstOnly,
      secondOnly: a.passes.secondOnly + secondOnly,
      neither: a.passes.neither + neither,
    },
    ...ofEach((name) => ({
      first: mergeExact(a[name].first, b[name].first),
      second: mergeExact(a[name].second, b[name].second),
      difference: mergeExact(a[name].difference, b[name].difference),
    })),
  };
}

function ofEach<T>(value: (name: MeanFigure) => T): Record<MeanFigure, T> {
  return Object.fromEntries(MEAN_FIGURES.map((name) => [name, value(name)])) as Record<MeanFigure, T>;
}
