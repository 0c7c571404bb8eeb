import type { Verdict } from "../model/experiment.ts";
import { judged, moves, type Outcome } from "./claims/applicable.ts";
import { all, certain, exceeds } from "./claims/kleene.ts";
import { between, isPeak, peakOf, peaksInside, rangeAt, type Series } from "./claims/series.ts";
import { correlates, spearman } from "./claims/spearman.ts";
import { type Experiment, pointCurve, type Reading } from "./experiment.ts";
import { markPeak } from "./findings.ts";
import { leastMovement, type Setting, stageCounts, stagesPer, taskOf } from "./setting.ts";

/** Stages per step's length of the goal: 30 at the canonical setting, where a stage asks less than any agent's smallest step. */
const FINEST = 2.4;
/** From 12 stages at the canonical setting on, a stage asks about one step: the growth of final bias is measured from there. */
const ONE_STEP_EACH = 0.96;
/** Peaks by the exact solution under the canonical parameters. */
const PEAKS: Readonly<Record<string, number>> = { "Model 1": 17, "Model 2": 12, "Model 3": 2 };
/** A rank correlation of fewer points hardly says anything. */
const FEWEST_RANKED = 5;

/** Figures 2a and 2d: pass rate and final bias against the number of uniform stages. */
export function granularityAt(setting: Setting): Experiment {
  const names = Object.keys(setting.agents);
  const each = <T>(of: (name: string) => T) => Object.fromEntries(names.map((name) => [name, of(name)]));
  const counts = stageCounts(setting, 1, FINEST);
  const finest = counts[counts.length - 1];
  const least = leastMovement(setting);
  const passRates = (read: Reading) => names.map((name) => read(name, "passRate"));
  const fromTwo = (read: Reading, name: string) => between(read(name, "finalBias"), 2);
  /** Where the growth of final bias is measured from: the agent's peak, or the K of one step each, whichever is later. */
  const growthFrom = (read: Reading, name: string) => {
    const oneStepEach = counts.find((K) => K >= stagesPer(setting, ONE_STEP_EACH)) ?? finest;
    return Math.max(oneStepEach, peakOf(read(name, "passRate")).at);
  };
  /** The peak's place is taken from the same side's pass rates; that it may be misplaced by chance is why the start is ≥ 12 too. */
  const quadruples = (read: Reading, name: string) => {
    const bias = read(name, "finalBias");
    const from = rangeAt(bias, growthFrom(read, name));
    const quadruple = { value: 4 * from.value, low: 4 * from.low, high: 4 * from.high };
    return all(exceeds(rangeAt(bias, finest), quadruple), certain(from.value > 0));
  };
  const growth = (read: Reading, name: string) => {
    const bias = read(name, "finalBias");
    return rangeAt(bias, finest).value / rangeAt(bias, growthFrom(read, name)).value;
  };

  return {
    id: "granularity",
    figures: ["2a", "2d"],
    title: "Granularity: uniform stages",
    sweep: { name: "stages.count", symbol: "K", title: "number of stages", unit: "" },
    curves: Object.entries(setting.agents).map(([name, agent]) =>
      pointCurve(name, counts, (count) => ({ ...taskOf(setting), stages: { kind: "uniform", count }, pool: [agent] })),
    ),
    claims: [
      {
        id: "granularity-interior-peak",
        figure: "2a",
        statement: "Each agent's pass rate is non-monotone in the number of stages, with an interior peak.",
        test: (read) => ({
          verdict: all(...passRates(read).map(peaksInside)),
          evidence: {
            "peak K": each((name) => peakOf(read(name, "passRate")).at),
            "pass rate there": each((name) => peakOf(read(name, "passRate")).value),
          },
        }),
        general: {
          statement: "Each agent's pass rate has its peak at neither end of the numbers of stages swept.",
          test: (read) => judged(passRates(read), least.passRate, peaksInside),
        },
      },
      {
        id: "granularity-peaks-differ",
        figure: "2a",
        statement: "The best number of stages differs by agent: 17, 12 and 2 for Models 1, 2 and 3.",
        test: (read) => ({
          verdict: all(...names.map((name) => isPeak(read(name, "passRate"), PEAKS[name]))),
          evidence: { "peak K": each((name) => peakOf(read(name, "passRate")).at) },
        }),
        general: {
          statement: "No two agents have the same best number of stages.",
          test: (read) => allApart(passRates(read).filter((series) => moves(series, least.passRate))),
        },
      },
      {
        id: "granularity-bias-rises",
        figure: "2d",
        statement: "Over K ≥ 2 final bias rises with the number of stages (Spearman at least 0.8) for every agent.",
        test: (read) => ({
          verdict: all(...names.map((name) => correlates(fromTwo(read, name), 0.8))),
          evidence: { Spearman: each((name) => spearman(fromTwo(read, name)).value) },
        }),
        general: {
          statement: "Over K ≥ 2 final bias rises with the number of stages (Spearman at least 0.8) for every agent.",
          test: (read) => {
            const biases = names.map((name) => fromTwo(read, name)).filter(({ at }) => at.length >= FEWEST_RANKED);
            return judged(biases, least.finalBias, (series) => correlates(series, 0.8));
          },
        },
      },
      {
        id: "granularity-bias-quadruples",
        figure: "2d",
        statement: "From each agent's peak or K = 12, whichever is later, to K = 30 final bias at least quadruples.",
        test: (read) => ({
          verdict: all(...names.map((name) => quadruples(read, name))),
          evidence: { growth: each((name) => growth(read, name)) },
        }),
        general: {
          statement:
            "From each agent's peak or stages of one step, whichever are finer, to stages of 0.42 steps final bias at least quadruples.",
          // Where the tolerance ends the sweep before, there is no over-decomposition to measure; nor is there beyond a peak at its end.
          test: (read) =>
            finest < stagesPer(setting, FINEST)
              ? "not applicable"
              : judged(
                  names.filter((name) => growthFrom(read, name) < finest).map((name) => read(name, "finalBias")),
                  least.finalBias,
                  ({ name }) => quadruples(read, name),
                ),
        },
      },
    ],
    findings: (read) => names.map((name) => markPeak(read(name, "passRate"), "passRate", "K")),
  };
}

/** The peaks of the series lie at different places, each from each. */
function allApart(series: readonly Series[]): Outcome {
  if (series.length < 2) return "not applicable";
  const tops = series.map(topOf);
  return all(...tops.flatMap((top, i) => tops.slice(0, i).map((other) => apart(top, other))));
}

/** Places whose value may be the highest, as far as can be seen. */
function topOf(series: Series): number[] {
  const { low } = series.ranges[peakOf(series).index];
  return series.at.filter((_, i) => series.ranges[i].high >= low);
}

function apart(a: readonly number[], b: readonly number[]): Verdict {
  if (!a.some((at) => b.includes(at))) return "yes";
  return a.length === 1 && b.length === 1 ? "no" : "cannot tell";
}
