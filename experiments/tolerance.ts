import { AGENTS, CANONICAL } from "../model/canonical.ts";
import { truncatedNormal } from "../numerics/truncatedNormal.ts";
import { all, certain, exceeds } from "./claims/kleene.ts";
import { between, mirrored, neverFalls, peakOf, peaksInside, rangeAt } from "./claims/series.ts";
import { type Experiment, pointCurve } from "./experiment.ts";
import { markMinimum } from "./findings.ts";

const WIDTHS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8];
const [NARROWEST, WIDEST] = [WIDTHS[0], WIDTHS[WIDTHS.length - 1]];
const NAMES = Object.keys(AGENTS);
/**
 * The variation of a stage, taken as the standard deviation of one low-level step: a stage stops at the first step inside its
 * window, so one step is by how much it can miss. Near it: within a factor of 1.5. Both are our reading of the caption.
 */
const VARIATION = Object.fromEntries(
  Object.entries(AGENTS).map(([name, { mu, sigma, min, max }]) => [name, Math.sqrt(truncatedNormal(mu, sigma, min, max).variance)]),
);
const NEAR = 1.5;
const each = <T>(of: (name: string) => T) => Object.fromEntries(NAMES.map((name) => [name, of(name)]));

/** Figure 6: pass rate and final bias against the tolerance, at K = 5. */
export const tolerance: Experiment = {
  id: "tolerance",
  figures: ["6"],
  title: "Tolerance",
  sweep: { name: "tolerance", symbol: "ε", title: "tolerance", unit: "units of work" },
  curves: Object.entries(AGENTS).map(([name, agent]) =>
    pointCurve(name, WIDTHS, (width) => ({ ...CANONICAL, tolerance: width, stages: { kind: "uniform", count: 5 }, pool: [agent] })),
  ),
  claims: [
    {
      id: "tolerance-pass-rate-rises",
      figure: "6",
      statement: "Pass rate rises with the tolerance, from below 0.02 at ε = 0.25 to above 0.99 at ε = 8, for every agent.",
      test: (read) => ({
        verdict: all(
          ...NAMES.flatMap((name) => {
            const series = read(name, "passRate");
            const level = (value: number) => ({ value, low: value, high: value });
            return [neverFalls(series), exceeds(level(0.02), rangeAt(series, NARROWEST)), exceeds(rangeAt(series, WIDEST), level(0.99))];
          }),
        ),
        evidence: {
          "at ε = 0.25": each((name) => rangeAt(read(name, "passRate"), NARROWEST).value),
          "at ε = 8": each((name) => rangeAt(read(name, "passRate"), WIDEST).value),
        },
      }),
    },
    {
      id: "tolerance-bias-minimum",
      figure: "6",
      statement: "Final bias has its minimum near the variation of a stage: at an ε within a factor of 1.5 of the spread of a step.",
      test: (read) => {
        const best = each((name) => peakOf(mirrored(read(name, "finalBias"))).at);
        return {
          verdict: all(
            ...NAMES.flatMap((name) => [
              peaksInside(mirrored(read(name, "finalBias"))),
              certain(best[name] < NEAR * VARIATION[name] && best[name] > VARIATION[name] / NEAR),
            ]),
          ),
          evidence: { "minimum ε": best, "standard deviation of a step": VARIATION },
        };
      },
    },
    {
      id: "tolerance-bias-grows",
      figure: "6",
      statement: "Beyond its minimum final bias grows with the tolerance.",
      test: (read) => ({
        verdict: all(
          ...NAMES.flatMap((name) => {
            const bias = read(name, "finalBias");
            const lowest = peakOf(mirrored(bias)).at;
            return [neverFalls(between(bias, lowest)), exceeds(rangeAt(bias, WIDEST), rangeAt(bias, lowest))];
          }),
        ),
        evidence: {
          "final bias at its minimum": each((name) => -peakOf(mirrored(read(name, "finalBias"))).value),
          "at ε = 8": each((name) => rangeAt(read(name, "finalBias"), WIDEST).value),
        },
      }),
    },
  ],
  findings: (read) => NAMES.map((name) => markMinimum(read(name, "finalBias"), "finalBias", "ε")),
};
