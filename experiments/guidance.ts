import { CANONICAL, guided, MODEL_0, MODEL_1, MODEL_2, MODEL_3 } from "../model/canonical.ts";
import type { Guidance } from "../model/point.ts";
import { mirrored, rises } from "./claims/series.ts";
import { type Claim, type Experiment, integers, pointCurve, type Reading } from "./experiment.ts";

/** Members join the pool in this order. */
const JOINING = [MODEL_3, MODEL_2, MODEL_1, MODEL_0];
const RULES: readonly Guidance["kind"][] = ["aligned", "misaligned", "none"];

/** Figures 2b and 2e: pass rate and final bias against the size of the action pool, by guidance rule. */
export const guidance: Experiment = {
  id: "guidance",
  figures: ["2b", "2e"],
  title: "Guidance: size of the action pool",
  sweep: { name: "poolSize", symbol: "n", title: "size of the action pool", unit: "" },
  curves: RULES.map((kind) =>
    pointCurve(kind, integers(1, JOINING.length), (size) => ({
      ...CANONICAL,
      stages: { kind: "uniform", count: 5 },
      pool: JOINING.slice(0, size),
      guidance: guided(kind),
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

function claim(rule: string, measure: "passRate" | "finalBias", way: "up" | "down", statement: string): Claim {
  const series = (read: Reading) => read(rule, measure);
  return {
    id: `guidance-${rule}-${measure === "passRate" ? "pass-rate" : "bias"}-${way}`,
    figure: measure === "passRate" ? "2b" : "2e",
    statement,
    test: (read) => ({
      verdict: rises(way === "up" ? series(read) : mirrored(series(read))),
      evidence: {
        "pool sizes": series(read).at,
        [measure === "passRate" ? "pass rate" : "final bias"]: series(read).ranges.map((r) => r.value),
      },
    }),
  };
}
