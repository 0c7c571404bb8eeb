import type { RareEstimate, RareEvent, RareLevel } from "../../model/rare.ts";
import type { Estimate } from "../../model/result.ts";
import { Z_95 } from "../../numerics/intervals.ts";
import type { LevelMoments } from "./levels.ts";

/** A mean and its variance. */
interface Spread {
  readonly mean: number;
  readonly variance: number;
}

/**
 * The record of an estimate.
 *
 * @param looked    levels of each subset looked at, in the same order
 * @param everyOne  whether these are all subsets there are, and not a random draw of them
 */
export function reportRare(
  looked: readonly (readonly LevelMoments[])[],
  everyOne: boolean,
  asked: { readonly event: RareEvent; readonly effort: number; readonly seed: string },
): RareEstimate {
  const { event } = asked;
  const count = looked.flat().reduce((sum, { all }) => sum + all.count, 0);
  const attempts = looked.flat().reduce((sum, level) => sum + level.attempts, 0);
  const levels = looked[0].map(({ request, means }, t): RareLevel => {
    const ofSubsets = looked.map((subset) => ({ mean: subset[t].all.mean, variance: ownVariance(subset[t]) / means.length }));
    const draws = looked.reduce((sum, subset) => sum + subset[t].all.count, 0);
    return { request, stages: means.length, ...rateOf(meanOf(ofSubsets, everyOne), draws) };
  });
  const run = meanOf(looked.map(event === "pass" ? allStages : someStage), everyOne);
  const rate = rateOf(run, count);
  return {
    event,
    ...rate,
    levels,
    subsets: looked.length,
    attempts,
    effort: asked.effort,
    seed: asked.seed,
    ...(rate.rate ? {} : { absent: { rate: reasonOf(levels, event) } }),
  };
}

/**
 * Variance of the mean of one stage's draws. Where the guess is nearly exact all draws are alike but for one in hundreds, and a sample
 * without such a one shows no variance: so one more draw, off by all of the mean, is taken to have been seen.
 */
function ownVariance({ all, draws }: LevelMoments): number {
  return (all.squares + all.mean ** 2) / (all.count - 1) / draws;
}

/** The product of the stages' means, which are independent: its variance is Π(m² + v) − Πm², the level's mean standing for each m. */
function allStages(levels: readonly LevelMoments[]): Spread {
  const mean = levels.flatMap((level) => level.means).reduce((product, each) => product * each, 1);
  let [product, logGrowth] = [1, 0];
  for (const level of levels) {
    if (level.all.mean === 0) return { mean, variance: 0 };
    product *= level.all.mean ** level.means.length;
    logGrowth += level.means.length * Math.log1p(ownVariance(level) / level.all.mean ** 2);
  }
  return { mean, variance: product * product * Math.expm1(logGrowth) };
}

/** 1 − the product of the complements, added up stage by stage so that small rates keep their digits. */
function someStage(levels: readonly LevelMoments[]): Spread {
  const mean = levels.flatMap((level) => level.means).reduce((failed, each) => failed + (1 - failed) * each, 0);
  let variance = 0;
  for (const level of levels) {
    // A stage that all but surely fails leaves 0/0; 1 is what the factor is at most.
    const others = level.all.mean < 1 ? Math.min(1, (1 - mean) / (1 - level.all.mean)) : 1;
    variance += level.means.length * ownVariance(level) * others * others;
  }
  return { mean, variance };
}

/** Every subset counts alike; where they were drawn at random, what they differ by is part of the error. */
function meanOf(subsets: readonly Spread[], everyOne: boolean): Spread {
  const n = subsets.length;
  const mean = subsets.reduce((sum, subset) => sum + subset.mean, 0) / n;
  const squares = subsets.reduce((sum, subset) => sum + (everyOne ? subset.variance : (subset.mean - mean) ** 2), 0);
  return { mean, variance: everyOne ? squares / n / n : squares / (n - 1) / n };
}

function rateOf({ mean, variance }: Spread, count: number): { readonly rate?: Estimate; readonly relativeError?: number } {
  const error = Math.sqrt(variance);
  if (!(mean > 0) || !Number.isFinite(error)) return {};
  // An unbiased estimate of a rate near 1 may lie above it, and the interval must hold its estimate.
  const rate = { mean, low: Math.max(0, mean - Z_95 * error), high: Math.max(mean, Math.min(1, mean + Z_95 * error)), count };
  return { rate, relativeError: error / mean };
}

function reasonOf(levels: readonly RareLevel[], event: RareEvent): string {
  const missed = levels.find((level) => level.rate === undefined);
  if (event === "pass" && missed) return `no attempt drawn at request ${missed.request} was accepted: it is out of reach, or nearly so`;
  if (event === "fail" && levels.every((level) => level.rate === undefined)) return "no attempt drawn was rejected";
  return "below the smallest double, or lost in its own error";
}
