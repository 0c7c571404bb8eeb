import type { Guidance } from "../model/point.ts";
import { judged } from "./claims/applicable.ts";
import { mirrored, rises, type Series } from "./claims/series.ts";
import { type Claim, type Experiment, integers, pointCurve, type Reading } from "./experiment.ts";
import { guidanceOf, leastMovement, type Setting, stagesPer, taskOf } from "./setting.ts";

const RULES: readonly Guidance["kind"][] = ["aligned", "misaligned", "none"];
/** Five stages at the canonical setting, of two and a half steps each. */
const COARSE = 0.4;

/** Figures 2b and 2e: pass rate and final bias against the size of the action pool, by guidance rule. */
export function guidanceAt(setting: Setting): Experiment {
  const least = leastMovement(setting);
  const claim = (rule: string, measure: "passRate" | "finalBias", way: "up" | "down", statement: string): Claim => {
    const upwards = (series: Series) => rises(way === "up" ? series : mirrored(series));
    const series = (read: Reading) => read(rule, measure);
    return {
      id: `guidance-${rule}-${measure === "passRate" ? "pass-rate" : "bias"}-${way}`,
      figure: measure === "passRate" ? "2b" : "2e",
      statement,
      test: (read) => ({
        verdict: upwards(series(read)),
        evidence: {
          "pool sizes": series(read).at,
          [measure === "passRate" ? "pass rate" : "final bias"]: series(read).ranges.map((r) => r.value),
        },
      }),
      general: { statement, test: (read) => judged([series(read)], least[measure], upwards) },
    };
  };
  return {
    id: "guidance",
    figures: ["2b", "2e"],
    title: "Guidance: size of the action pool",
    sweep: { name: "poolSize", symbol: "n", title: "size of the action pool", unit: "" },
    curves: RULES.map((kind) =>
      pointCurve(kind, integers(1, setting.joining.length), (size) => ({
        ...taskOf(setting),
        stages: { kind: "uniform", count: stagesPer(setting, COARSE) },
        pool: setting.joining.slice(0, size),
        guidance: guidanceOf(setting, kind),
      })),
    ),
    claims: [
      claim("aligned", "passRate", "up", "Aligned guidance: pass rate rises with every distribution added to the pool."),
      claim("aligned", "finalBias", "down", "Aligned guidance: final bias falls with every distribution added to the pool."),
      claim("misaligned", "passRate", "down", "Misaligned guidance: pass rate falls with every distribution added to the pool."),
      claim("misaligned", "finalBias", "up", "Misaligned guidance: final bias rises with every distribution added to the pool."),
    ],
    findings: () => [],
  };
}
