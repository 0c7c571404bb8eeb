import type { Verdict } from "../model/experiment.ts";
import { parsePoint } from "../model/validate.ts";
import { stoppingRule } from "../theory/marginalStopping.ts";
import { judged, moves, type Outcome } from "./claims/applicable.ts";
import { all, certain, exceeds } from "./claims/kleene.ts";
import { isPeak, mirrored, peakOf, rangeAt, type Series, unimodal } from "./claims/series.ts";
import type { Experiment, Reading } from "./experiment.ts";
import { markMinimum, markPeak } from "./findings.ts";
import { partialCurve } from "./partial.ts";
import { leastMovement, type Setting, taskOf } from "./setting.ts";

/** Chunk sizes c in steps, 10 and 25 units of work at the canonical setting, and the extents r* that the exact solution has for them there. */
const CHUNKS = [
  { steps: 1.25, best: 4 },
  { steps: 3.125, best: 2 },
] as const;

/** Figure 8: how the best extent of a partial harness shifts with the size of its chunks. */
export function chunkAt(setting: Setting): Experiment {
  const plans = CHUNKS.map(({ steps, best }) => ({ name: `c = ${steps * setting.step}`, chunk: steps * setting.step, best }));
  const curves = plans.map(({ name, chunk }) => partialCurve(setting, name, chunk));
  const each = <T>(of: (plan: (typeof plans)[number]) => T) => Object.fromEntries(plans.map((plan) => [plan.name, of(plan)]));
  const least = leastMovement(setting);
  const passRates = (read: Reading) => plans.map(({ name }) => read(name, "passRate"));
  const biases = (read: Reading) => plans.map(({ name }) => mirrored(read(name, "finalBias")));
  return {
    id: "chunk",
    figures: ["8"],
    title: "Chunk size of a partial harness",
    sweep: { name: "stages.chunks", symbol: "r", title: "scaffolded chunks", unit: "" },
    curves,
    claims: [
      {
        id: "chunk-pass-rate-unimodal",
        figure: "8",
        statement: "Pass rate is unimodal in the extent of the harness at both chunk sizes.",
        test: (read) => ({
          verdict: all(...passRates(read).map(unimodal)),
          evidence: { "peak pass rate": each(({ name }) => peakOf(read(name, "passRate")).value) },
        }),
        general: {
          statement: "Pass rate is unimodal in the extent of the harness, with an interior peak, at both chunk sizes.",
          test: (read) => judged(passRates(read), least.passRate, unimodal),
        },
      },
      {
        id: "chunk-bias-unimodal",
        figure: "8",
        statement: "Final bias is unimodal in the extent of the harness, with an interior minimum, at both chunk sizes.",
        test: (read) => ({
          verdict: all(...biases(read).map(unimodal)),
          evidence: { "minimum r": each(({ name }) => peakOf(mirrored(read(name, "finalBias"))).at) },
        }),
        general: {
          statement: "Final bias is unimodal in the extent of the harness, with an interior minimum, at both chunk sizes.",
          test: (read) => judged(biases(read), least.finalBias, unimodal),
        },
      },
      {
        id: "chunk-best-extent",
        figure: "8",
        statement: "The best extent is r* = 4 for c = 10 and r* = 2 for c = 25, as theorem 3 predicts.",
        test: (read) => {
          const predicted = each(({ chunk }) => predictedStop(setting, chunk));
          return {
            verdict: all(
              ...plans.map(({ name, best }) => isPeak(read(name, "passRate"), best)),
              ...plans.map(({ name, best }) => certain(predicted[name] === best)),
            ),
            evidence: { "best r": each(({ name }) => peakOf(read(name, "passRate")).at), "r* by the marginal rule": predicted },
          };
        },
        general: {
          statement: "At both chunk sizes no extent has a higher pass rate than the r* of theorem 3's marginal rule.",
          test: (read): Outcome => {
            const moving = plans.filter(({ name }) => moves(read(name, "passRate"), least.passRate));
            if (moving.length === 0) return "not applicable";
            return all(...moving.map(({ name, chunk }) => noneBetter(read(name, "passRate"), predictedStop(setting, chunk))));
          },
        },
      },
    ],
    findings: (read) =>
      plans.flatMap(({ name }) => [
        markPeak(read(name, "passRate"), "passRate", "r"),
        markMinimum(read(name, "finalBias"), "finalBias", "r"),
      ]),
  };
}

/** r* by the marginal rule of theorem 3, which looks at stages alone and never at a whole run. */
function predictedStop(setting: Setting, chunk: number): number {
  const point = parsePoint({ ...taskOf(setting), stages: { kind: "uniform", count: 1 }, pool: [setting.agents["Model 3"]] });
  return stoppingRule(point, chunk).stop;
}

/** No point is surely above the one at `at`; a tie is no argument against it. */
function noneBetter(series: Series, at: number): Verdict {
  const best = rangeAt(series, at);
  return certain(series.ranges.every((range) => exceeds(range, best) !== "yes"));
}
