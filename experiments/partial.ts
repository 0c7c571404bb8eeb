import { judged } from "./claims/applicable.ts";
import { all } from "./claims/kleene.ts";
import { isPeak, mirrored, peakOf, unimodal } from "./claims/series.ts";
import { type CurvePlan, type Experiment, pointCurve } from "./experiment.ts";
import { markMinimum, markPeak } from "./findings.ts";
import { extentsOf, leastMovement, type Setting, taskOf } from "./setting.ts";

const CURVE = "Model 3";
/** c in steps: 10 units of work at the canonical setting. */
const CHUNK = 1.25;

/** A partial harness for Model 3: r chunks of c scaffolded, then the rest in one stage. */
export function partialCurve(setting: Setting, name: string, chunk: number): CurvePlan {
  return pointCurve(name, extentsOf(setting, chunk), (chunks) => ({
    ...taskOf(setting),
    stages: { kind: "partial", chunk, chunks },
    pool: [setting.agents["Model 3"]],
  }));
}

/** Figures 2c and 2f: pass rate and final bias against the extent of a partial harness. */
export function partialAt(setting: Setting): Experiment {
  const least = leastMovement(setting);
  return {
    id: "partial",
    figures: ["2c", "2f"],
    title: "Partial harness: how far to scaffold",
    sweep: { name: "stages.chunks", symbol: "r", title: "scaffolded chunks", unit: "" },
    curves: [partialCurve(setting, CURVE, CHUNK * setting.step)],
    claims: [
      {
        id: "partial-pass-rate-unimodal",
        figure: "2c",
        statement: "Pass rate is unimodal in the extent of the harness, with an interior peak at r* = 4.",
        test: (read) => {
          const passRate = read(CURVE, "passRate");
          const peak = peakOf(passRate);
          return { verdict: all(unimodal(passRate), isPeak(passRate, 4)), evidence: { "peak r": peak.at, "pass rate there": peak.value } };
        },
        general: {
          statement: "Pass rate is unimodal in the extent of the harness, with an interior peak.",
          test: (read) => judged([read(CURVE, "passRate")], least.passRate, unimodal),
        },
      },
      {
        id: "partial-bias-interior-minimum",
        figure: "2f",
        statement: "Final bias is unimodal in the extent of the harness, with an interior minimum.",
        test: (read) => {
          const upsideDown = mirrored(read(CURVE, "finalBias"));
          const lowest = peakOf(upsideDown);
          return { verdict: unimodal(upsideDown), evidence: { "minimum r": lowest.at, "final bias there": -lowest.value } };
        },
        general: {
          statement: "Final bias is unimodal in the extent of the harness, with an interior minimum.",
          test: (read) => judged([mirrored(read(CURVE, "finalBias"))], least.finalBias, unimodal),
        },
      },
    ],
    findings: (read) => [markPeak(read(CURVE, "passRate"), "passRate", "r"), markMinimum(read(CURVE, "finalBias"), "finalBias", "r")],
  };
}
