import { CANONICAL, MODEL_3 } from "../model/canonical.ts";
import { parsePoint } from "../model/validate.ts";
import { stoppingRule } from "../theory/marginalStopping.ts";
import { all, certain } from "./claims/kleene.ts";
import { isPeak, mirrored, peakOf, unimodal } from "./claims/series.ts";
import type { Experiment } from "./experiment.ts";
import { markMinimum, markPeak } from "./findings.ts";
import { partialCurve } from "./partial.ts";

/** Chunk sizes c, units of work, and the extents r* that the exact solution has for them. */
const CHUNKS = [
  { name: "c = 10", chunk: 10, best: 4 },
  { name: "c = 25", chunk: 25, best: 2 },
] as const;
const each = <T>(of: (plan: (typeof CHUNKS)[number]) => T) => Object.fromEntries(CHUNKS.map((plan) => [plan.name, of(plan)]));

/** r* by the marginal rule of theorem 3, which looks at stages alone and never at a whole run. */
function predictedStop(chunk: number): number {
  const point = parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 1 }, pool: [MODEL_3] });
  return stoppingRule(point, chunk).stop;
}

/** Figure 8: how the best extent of a partial harness shifts with the size of its chunks. */
export const chunk: Experiment = {
  id: "chunk",
  figures: ["8"],
  title: "Chunk size of a partial harness",
  sweep: { name: "stages.chunks", symbol: "r", title: "scaffolded chunks", unit: "" },
  curves: CHUNKS.map(({ name, chunk: size }) => partialCurve(name, size)),
  claims: [
    {
      id: "chunk-pass-rate-unimodal",
      figure: "8",
      statement: "Pass rate is unimodal in the extent of the harness at both chunk sizes.",
      test: (read) => ({
        verdict: all(...CHUNKS.map(({ name }) => unimodal(read(name, "passRate")))),
        evidence: { "peak pass rate": each(({ name }) => peakOf(read(name, "passRate")).value) },
      }),
    },
    {
      id: "chunk-bias-unimodal",
      figure: "8",
      statement: "Final bias is unimodal in the extent of the harness, with an interior minimum, at both chunk sizes.",
      test: (read) => ({
        verdict: all(...CHUNKS.map(({ name }) => unimodal(mirrored(read(name, "finalBias"))))),
        evidence: { "minimum r": each(({ name }) => peakOf(mirrored(read(name, "finalBias"))).at) },
      }),
    },
    {
      id: "chunk-best-extent",
      figure: "8",
      statement: "The best extent is r* = 4 for c = 10 and r* = 2 for c = 25, as theorem 3 predicts.",
      test: (read) => {
        const predicted = each(({ chunk: size }) => predictedStop(size));
        return {
          verdict: all(
            ...CHUNKS.map(({ name, best }) => isPeak(read(name, "passRate"), best)),
            ...CHUNKS.map(({ name, best }) => certain(predicted[name] === best)),
          ),
          evidence: { "best r": each(({ name }) => peakOf(read(name, "passRate")).at), "r* by the marginal rule": predicted },
        };
      },
    },
  ],
  findings: (read) =>
    CHUNKS.flatMap(({ name }) => [
      markPeak(read(name, "passRate"), "passRate", "r"),
      markMinimum(read(name, "finalBias"), "finalBias", "r"),
    ]),
};
