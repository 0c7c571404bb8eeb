import type { CalibratedAgent, ComparedCell, ComparedMeasure, Comparison } from "../../model/calibration.ts";
import type { StagePlan } from "../../model/point.ts";
import type { PredictedRate } from "../../model/recommendation.ts";
import { requestsOf } from "../../model/requests.ts";
import { exactBinomialInterval } from "../../numerics/binomialInterval.ts";
import { atLeast } from "../../numerics/binomialTail.ts";
import { type Interval, meanInterval } from "../../numerics/intervals.ts";
import { momentsOf } from "../../numerics/moments.ts";
import { normalBelow } from "../../numerics/normalTail.ts";
import { namedStream } from "../../numerics/streams.ts";
import { type Agent, drawFrom, lawOfAgent } from "../../theory/fit/agent.ts";
import { observationsOf } from "./observations.ts";
import { MEASURES, type Outcome, type Prediction } from "./predict.ts";
import { playTrial } from "./replay.ts";
import type { AdditionTrial } from "./sameAgent.ts";

/** Probability at most of a disagreement by chance, in all. */
const LEVEL = 0.05;
/** Trials of the fitted agent, for how much the steps of a trial vary. */
const PLAYED = 500;
/** Fewer where a long retry budget is spent in each. */
const MOST_STEPS = 2e6;

/** Whether two plans ask the same of every stage. */
export const samePlan = (a: StagePlan, b: StagePlan, goal: number): boolean => requestsOf(a, goal).join() === requestsOf(b, goal).join();

/**
 * Predictions against trials, cell by cell; cells without a trial are left out.
 *
 * A measure agrees where trials of the fitted agent would lie as far off with a probability above `LEVEL`, shared among all measures of all
 * cells (Bonferroni). What is not known of the agent is mixed in: the probability is the mean over the refitted agents. Pass rates
 * are binomial. So are overshoots among attempts, to first order: attempts are independent draws, and where they stop depends on them.
 *
 * @param trials  of the agent that was predicted
 * @param fitted  whether the fit has seen a trial
 */
export function compare(
  predictions: readonly Prediction[],
  trials: readonly AdditionTrial[],
  fitted: (trial: AdditionTrial) => boolean,
  { of, agent, seed }: { readonly of: CalibratedAgent; readonly agent: Agent; readonly seed: string },
): Comparison {
  const found = predictions
    .map((prediction) => ({ prediction, here: trials.filter(({ stages }) => samePlan(stages, prediction.cell.stages, of.goal)) }))
    .filter(({ here }) => here.length > 0);
  const each = LEVEL / (MEASURES.length * Math.max(1, found.length));
  const cells = found.map(({ prediction, here }): ComparedCell => {
    const { knob, at, stages, ...predicted } = prediction.cell;
    const stageCount = requestsOf(stages, of.goal).length;
    const counts = observationsOf(here).trials;
    const total = (name: "steps" | "attempts" | "overshoots") => counts.reduce((sum, count) => sum + count[name], 0);
    const passed = counts.filter((count) => count.passed).length;
    const [attempts, overshoots] = [total("attempts"), total("overshoots")];
    const perStage = Float64Array.from(counts, ({ steps }) => steps / stageCount);
    const moments = momentsOf(perStage);
    const spread = spreadOf(stages, of, agent, seed) / stageCount / Math.sqrt(here.length);
    const by = (name: keyof Outcome) => prediction.byRefit.map((outcome) => outcome[name]);
    return {
      knob,
      at,
      stages,
      trials: here.length,
      passed,
      fitted: here.some(fitted),
      passRate: share(predicted.passRate, passed, here.length, by("passRate"), each),
      stepsPerStage: verdict(
        predicted.stepsPerStage,
        moments.mean,
        here.length > 1 ? meanInterval(moments, 0) : undefined,
        // A count has no half steps: half a step in all is no distance.
        meanTail(moments.mean, by("stepsPerStage"), spread, 0.5 / (stageCount * here.length)),
        each,
      ),
      overshootShare: share(predicted.overshootShare, overshoots, attempts, by("overshootShare"), each),
    };
  });
  const agrees = cells.every((cell) => MEASURES.every((name) => cell[name].agrees));
  return { level: LEVEL, cells, agrees };
}

function share(predicted: PredictedRate, count: number, of: number, rates: readonly number[], each: number): ComparedMeasure {
  if (of === 0) return verdict(predicted, 0, { low: 0, high: 1 }, 1, each);
  const above = mean(rates.map((rate) => atLeast(count, of, rate)));
  const below = mean(rates.map((rate) => atLeast(of - count, of, 1 - rate)));
  return verdict(predicted, count / of, exactBinomialInterval(count, of, 0.95), 2 * Math.min(above, below), each);
}

function meanTail(seen: number, means: readonly number[], spread: number, grain: number): number {
  const z = (expected: number) => {
    const off = Math.max(0, Math.abs(seen - expected) - grain);
    return off === 0 ? 0 : (Math.sign(seen - expected) * off) / spread;
  };
  const below = mean(means.map((expected) => normalBelow(z(expected))));
  const above = mean(means.map((expected) => normalBelow(-z(expected))));
  return 2 * Math.min(above, below);
}

function verdict(predicted: PredictedRate, observed: number, interval: Interval | undefined, tail: number, each: number): ComparedMeasure {
  const pValue = Math.min(1, tail);
  return { predicted, observed, ...(interval ? { low: interval.low, high: interval.high } : {}), pValue, agrees: pValue > each };
}

/** Standard deviation of the steps of a trial. */
function spreadOf(stages: StagePlan, of: CalibratedAgent, agent: Agent, seed: string): number {
  const draw = drawFrom(lawOfAgent(agent), namedStream(seed, 0, "steps of a trial"));
  const totals: number[] = [];
  for (let drawn = 0; totals.length < 2 || (totals.length < PLAYED && drawn < MOST_STEPS); ) {
    let count = 0;
    playTrial(stages, of, draw, () => count++);
    totals.push(count);
    drawn += count;
  }
  const { squares, count } = momentsOf(Float64Array.from(totals));
  return Math.sqrt(squares / (count - 1));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
