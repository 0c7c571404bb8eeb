import type { ExactPlace, TrialMark } from "../../api.ts";

/** What of the trials is drawn. */
export type TrialMeasure = "passRate" | "finalBias" | "hallucinated";

interface Measure {
  readonly title: string;
  /** Of the vertical axis. */ readonly axis: string;
  readonly isShare: boolean;
  /** What the intervals are. */ readonly intervals: string;
  readonly of: (mark: TrialMark) => Shown | undefined;
  readonly exact: (place: ExactPlace) => number;
}

/** A value with the ends of its interval; a mean of one trial has none. */
export interface Shown {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

const EXACT_INTERVALS = "exact (Clopper-Pearson) 95% intervals, each by itself";

export const MEASURES: Readonly<Record<TrialMeasure, Measure>> = {
  passRate: {
    title: "pass rate",
    axis: "pass rate",
    isShare: true,
    intervals: EXACT_INTERVALS,
    of: ({ passed, trials, low, high }) => ({ value: passed / trials, low, high }),
    exact: ({ passRate }) => passRate,
  },
  finalBias: {
    title: "final bias",
    axis: "final bias (units of work)",
    isShare: false,
    intervals: "normal 95% intervals, which are too narrow for few trials",
    of: ({ finalBias }) => finalBias && { ...finalBias, value: finalBias.mean },
    exact: ({ finalBias }) => finalBias,
  },
  hallucinated: {
    title: "hallucinated execution",
    axis: "share of trials with a false claim",
    isShare: true,
    intervals: EXACT_INTERVALS,
    of: ({ hallucinated, trials }) => hallucinated && { ...hallucinated, value: hallucinated.trials / trials },
    exact: ({ hallucinated }) => hallucinated,
  },
};
export const MEASURE_NAMES = Object.keys(MEASURES) as TrialMeasure[];
