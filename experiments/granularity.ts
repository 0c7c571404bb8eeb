import { AGENTS, CANONICAL } from "../model/canonical.ts";
import { all, certain, exceeds } from "./claims/kleene.ts";
import { between, isPeak, peakOf, peaksInside, rangeAt, type Series } from "./claims/series.ts";
import { correlates, spearman } from "./claims/spearman.ts";
import { type Experiment, integers, pointCurve, type Reading } from "./experiment.ts";
import { markPeak } from "./findings.ts";

const NAMES = Object.keys(AGENTS);
const MOST_STAGES = 30;
/** Peaks by the exact solution under the canonical parameters. */
const PEAKS: Readonly<Record<string, number>> = { "Model 1": 17, "Model 2": 12, "Model 3": 2 };

const each = <T>(of: (name: string) => T) => Object.fromEntries(NAMES.map((name) => [name, of(name)]));
/** Where the growth of final bias is measured from: the agent's peak or K = 12, whichever is later. */
const growthFrom = (passRate: Series) => Math.max(12, peakOf(passRate).at);

/** Figures 2a and 2d: pass rate and final bias against the number of uniform stages. */
export const granularity: Experiment = {
  id: "granularity",
  figures: ["2a", "2d"],
  title: "Granularity: uniform stages",
  sweep: { name: "stages.count", symbol: "K", title: "number of stages", unit: "" },
  curves: Object.entries(AGENTS).map(([name, agent]) =>
    pointCurve(name, integers(1, MOST_STAGES), (count) => ({ ...CANONICAL, stages: { kind: "uniform", count }, pool: [agent] })),
  ),
  claims: [
    {
      id: "granularity-interior-peak",
      figure: "2a",
      statement: "Each agent's pass rate is non-monotone in the number of stages, with an interior peak.",
      test: (read) => ({
        verdict: all(...NAMES.map((name) => peaksInside(read(name, "passRate")))),
        evidence: {
          "peak K": each((name) => peakOf(read(name, "passRate")).at),
          "pass rate there": each((name) => peakOf(read(name, "passRate")).value),
        },
      }),
    },
    {
      id: "granularity-peaks-differ",
      figure: "2a",
      statement: "The best number of stages differs by agent: 17, 12 and 2 for Models 1, 2 and 3.",
      test: (read) => ({
        verdict: all(...NAMES.map((name) => isPeak(read(name, "passRate"), PEAKS[name]))),
        evidence: { "peak K": each((name) => peakOf(read(name, "passRate")).at) },
      }),
    },
    {
      id: "granularity-bias-rises",
      figure: "2d",
      statement: "Over K ≥ 2 final bias rises with the number of stages (Spearman at least 0.8) for every agent.",
      test: (read) => ({
        verdict: all(...NAMES.map((name) => correlates(between(read(name, "finalBias"), 2), 0.8))),
        evidence: { Spearman: each((name) => spearman(between(read(name, "finalBias"), 2)).value) },
      }),
    },
    {
      id: "granularity-bias-quadruples",
      figure: "2d",
      statement: "From each agent's peak or K = 12, whichever is later, to K = 30 final bias at least quadruples.",
      test: (read) => ({
        verdict: all(...NAMES.map((name) => quadruples(read, name))),
        evidence: { growth: each((name) => growth(read, name)) },
      }),
    },
  ],
  findings: (read) => NAMES.map((name) => markPeak(read(name, "passRate"), "passRate", "K")),
};

/** The peak's place is taken from the same side's pass rates; that it may be misplaced by chance is why the start is ≥ 12 too. */
function quadruples(read: Reading, name: string) {
  const bias = read(name, "finalBias");
  const from = rangeAt(bias, growthFrom(read(name, "passRate")));
  const quadruple = { value: 4 * from.value, low: 4 * from.low, high: 4 * from.high };
  return all(exceeds(rangeAt(bias, MOST_STAGES), quadruple), certain(from.value > 0));
}

function growth(read: Reading, name: string): number {
  const bias = read(name, "finalBias");
  return rangeAt(bias, MOST_STAGES).value / rangeAt(bias, growthFrom(read(name, "passRate"))).value;
}
