import type { Measure, Verdict } from "../model/experiment.ts";
import { judged } from "./claims/applicable.ts";
import { all, exceeds } from "./claims/kleene.ts";
import { neverFalls, rangeAt, type Series } from "./claims/series.ts";
import { type Experiment, pointCurve, type Reading } from "./experiment.ts";
import { asksEnough, leastMovement, type Setting, stagesPer, taskOf } from "./setting.ts";

const BUDGETS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64];
/** K = 10 at the canonical setting. */
const MEDIUM = 0.8;
/** K = 36 at the canonical setting: a stage asks 2.8 ± 2, below the smallest step of Model 2, a capability mismatch. */
const MISMATCHED = 2.88;
/** Saturated: the last doubling changes the figure by less than this share of all that retries changed. */
const SATURATED = 0.01;

/** Figure 5: pass rate and final bias against the retry budget. */
export function retryAt(setting: Setting): Experiment {
  const stages = stagesPer(setting, MEDIUM);
  const out = outOfReach(setting);
  const names = Object.keys(setting.agents).map((agent) => `${agent}, K = ${stages}`);
  const unreachable = `Model 2, K = ${out}`;
  const least = leastMovement(setting);
  const all3 = (read: Reading, measure: Measure) => names.map((name) => read(name, measure));
  const evidence = (read: Reading, measure: Measure) => {
    const figures = (at: number) => Object.fromEntries(names.map((name) => [name, rangeAt(read(name, measure), at).value]));
    return { "at R = 1": figures(1), "at R = 32": figures(32), "at R = 64": figures(64) };
  };
  const budgetCurve = (name: string, count: number, agent: keyof Setting["agents"]) =>
    pointCurve(name, BUDGETS, (retryBudget) => ({
      ...taskOf(setting),
      retryBudget,
      stages: { kind: "uniform", count },
      pool: [setting.agents[agent]],
    }));
  const agents = Object.keys(setting.agents) as (keyof Setting["agents"])[];

  return {
    id: "retry",
    figures: ["5"],
    title: "Retry budget",
    sweep: { name: "retryBudget", symbol: "R", title: "retry budget", unit: "attempts" },
    curves: [
      ...agents.map((agent, i) => budgetCurve(names[i], stages, agent)),
      ...(out === undefined ? [] : [budgetCurve(unreachable, out, "Model 2")]),
    ],
    claims: [
      {
        id: "retry-pass-rate-saturates",
        figure: "5",
        statement: "Pass rate rises with the retry budget, then saturates.",
        test: (read) => ({
          verdict: all(...all3(read, "passRate").flatMap((series) => [saturates(series), neverFalls(series)])),
          evidence: evidence(read, "passRate"),
        }),
        general: {
          statement: "Pass rate never falls with the retry budget, and of all it gains up to R = 64 the last doubling brings less than 1%.",
          test: (read) => judged(all3(read, "passRate"), least.passRate, (series) => all(saturates(series), neverFalls(series))),
        },
      },
      {
        id: "retry-bias-saturates",
        figure: "5",
        statement: "Final bias changes with the retry budget, then saturates.",
        test: (read) => ({ verdict: all(...all3(read, "finalBias").map(saturates)), evidence: evidence(read, "finalBias") }),
        general: {
          statement: "Final bias changes with the retry budget, and of all its change up to R = 64 the last doubling brings less than 1%.",
          test: (read) => judged(all3(read, "finalBias"), least.finalBias, saturates),
        },
      },
      {
        id: "retry-cannot-reach",
        figure: "5",
        statement: `Where a request lies outside the agent's reach (${unreachable.replace(", K", " at K")}) pass rate is 0 at every retry budget.`,
        test: (read) => {
          const { ranges } = read(unreachable, "passRate");
          return { verdict: always0(ranges), evidence: { "highest pass rate": Math.max(...ranges.map((range) => range.value)) } };
        },
        general: {
          statement: "Where a request lies outside the agent's reach pass rate is 0 at every retry budget.",
          test: (read) => (out === undefined ? "not applicable" : always0(read(unreachable, "passRate").ranges)),
        },
      },
    ],
    findings: (read) => [
      { curve: unreachable, measure: "passRate", at: 8, value: rangeAt(read(unreachable, "passRate"), 8).value, label: "0 at every R" },
    ],
  };
}

/**
 * A number of stages whose request, tolerance included, ends below the smallest step of Model 2: the canonical one, or else that
 * of requests half as long as the smallest step. Undefined where the tolerance lets no request be out of reach.
 */
function outOfReach(setting: Setting): number | undefined {
  const { goal, tolerance, agents } = setting;
  const { min } = agents["Model 2"];
  const counts = [stagesPer(setting, MISMATCHED), ...(min > 0 ? [Math.round((2 * goal) / min)] : [])];
  return counts.find((K) => asksEnough(setting, goal / K) && goal / K + tolerance < min);
}

/** The figure changes from R = 1 to R = 64, and of that change less than 1% falls to the last doubling. */
function saturates(series: Series): Verdict {
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
}

function always0(ranges: Series["ranges"]): Verdict {
  if (ranges.some(({ value }) => value > 0)) return "no";
  return ranges.every(({ high }) => high === 0) ? "yes" : "cannot tell";
}

type Ends = { readonly low: number; readonly high: number };
/** Least and greatest distance of two figures within their ranges. */
const gap = (a: Ends, b: Ends) => Math.max(0, a.low - b.high, b.low - a.high);
const span = (a: Ends, b: Ends) => Math.max(a.high - b.low, b.high - a.low);

function ends(series: Series) {
  return { first: rangeAt(series, 1), half: rangeAt(series, 32), last: rangeAt(series, 64) };
}
