import { AGENTS, CANONICAL, MODEL_2 } from "../model/canonical.ts";
import type { Measure, Verdict } from "../model/experiment.ts";
import { all, exceeds } from "./claims/kleene.ts";
import { neverFalls, rangeAt, type Series } from "./claims/series.ts";
import { type Claim, type Experiment, pointCurve, type Reading } from "./experiment.ts";

const BUDGETS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64];
const STAGES = 10;
/** At K = 36 a stage asks 2.8 ± 2, below the smallest step of Model 2: a capability mismatch. */
const UNREACHABLE = { name: "Model 2, K = 36", count: 36 };
const SATURATING = Object.keys(AGENTS).map((agent) => `${agent}, K = ${STAGES}`);
/** Saturated: the last doubling changes the figure by less than this share of all that retries changed. */
const SATURATED = 0.01;

/** Figure 5: pass rate and final bias against the retry budget. */
export const retry: Experiment = {
  id: "retry",
  figures: ["5"],
  title: "Retry budget",
  sweep: { name: "retryBudget", symbol: "R", title: "retry budget", unit: "attempts" },
  curves: [
    ...Object.entries(AGENTS).map(([name, agent]) =>
      pointCurve(`${name}, K = ${STAGES}`, BUDGETS, (retryBudget) => ({
        ...CANONICAL,
        retryBudget,
        stages: { kind: "uniform", count: STAGES },
        pool: [agent],
      })),
    ),
    pointCurve(UNREACHABLE.name, BUDGETS, (retryBudget) => ({
      ...CANONICAL,
      retryBudget,
      stages: { kind: "uniform", count: UNREACHABLE.count },
      pool: [MODEL_2],
    })),
  ],
  claims: [
    {
      ...saturation("retry-pass-rate-saturates", "passRate", "Pass rate rises with the retry budget, then saturates."),
      test: (read) => ({
        verdict: all(saturates(read, "passRate"), ...SATURATING.map((name) => neverFalls(read(name, "passRate")))),
        evidence: evidence(read, "passRate"),
      }),
    },
    saturation("retry-bias-saturates", "finalBias", "Final bias changes with the retry budget, then saturates."),
    {
      id: "retry-cannot-reach",
      figure: "5",
      statement: "Where a request lies outside the agent's reach (Model 2 at K = 36) pass rate is 0 at every retry budget.",
      test: (read) => {
        const series = read(UNREACHABLE.name, "passRate");
        const highest = Math.max(...series.ranges.map((range) => range.value));
        const exact = series.ranges.every((range) => range.high === 0);
        const verdict: Verdict = highest > 0 ? "no" : exact ? "yes" : "cannot tell";
        return { verdict, evidence: { "highest pass rate": highest } };
      },
    },
  ],
  findings: (read) => [
    {
      curve: UNREACHABLE.name,
      measure: "passRate",
      at: 8,
      value: rangeAt(read(UNREACHABLE.name, "passRate"), 8).value,
      label: "0 at every R",
    },
  ],
};

function saturation(id: string, measure: Measure, statement: string): Claim {
  return { id, figure: "5", statement, test: (read) => ({ verdict: saturates(read, measure), evidence: evidence(read, measure) }) };
}

/** It changes from R = 1 to R = 64, and of that change less than 1% falls to the last doubling. */
function saturates(read: Reading, measure: Measure): Verdict {
  return all(
    ...SATURATING.map((name) => {
      const series = read(name, measure);
      const { first, half, last } = ends(series);
      const changed = first.low > last.high || last.low > first.high ? "yes" : "cannot tell";
      const [low, high] = [Math.min(first.low, last.low), Math.max(first.high, last.high)];
      const room = {
        value: SATURATED * Math.abs(last.value - first.value),
        low: SATURATED * gap(first, last),
        high: SATURATED * (high - low),
      };
      const lastDoubling = { value: Math.abs(last.value - half.value), low: gap(half, last), high: span(half, last) };
      return all(changed, exceeds(room, lastDoubling));
    }),
  );
}

type Ends = { readonly low: number; readonly high: number };
/** Least and greatest distance of two figures within their ranges. */
const gap = (a: Ends, b: Ends) => Math.max(0, a.low - b.high, b.low - a.high);
const span = (a: Ends, b: Ends) => Math.max(a.high - b.low, b.high - a.low);

function ends(series: Series) {
  return { first: rangeAt(series, 1), half: rangeAt(series, 32), last: rangeAt(series, 64) };
}

function evidence(read: Reading, measure: Measure) {
  const figures = (at: number) => Object.fromEntries(SATURATING.map((name) => [name, rangeAt(read(name, measure), at).value]));
  return { "at R = 1": figures(1), "at R = 32": figures(32), "at R = 64": figures(64) };
}
