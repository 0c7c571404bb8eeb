import { truncatedNormal } from "../numerics/truncatedNormal.ts";
import { judged } from "./claims/applicable.ts";
import { all, certain, exceeds } from "./claims/kleene.ts";
import { between, mirrored, neverFalls, peakOf, peaksInside, rangeAt, type Series } from "./claims/series.ts";
import { type Experiment, pointCurve, type Reading } from "./experiment.ts";
import { markMinimum } from "./findings.ts";
import { leastMovement, type Setting, stagesPer, taskOf } from "./setting.ts";

/** In units of work at the canonical setting; elsewhere they move with the agents' spread. */
const WIDTHS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8];
/** Five stages at the canonical setting, of two and a half steps each. */
const COARSE = 0.4;
const NEAR = 1.5;

/** Figure 6: pass rate and final bias against the tolerance, at stages of two and a half steps. */
export function toleranceAt(setting: Setting): Experiment {
  const names = Object.keys(setting.agents);
  const each = <T>(of: (name: string) => T) => Object.fromEntries(names.map((name) => [name, of(name)]));
  const count = stagesPer(setting, COARSE);
  const widths = WIDTHS.map((width) => width * setting.spread).filter((width) => width < setting.goal / count);
  const [narrowest, widest] = [widths[0], widths[widths.length - 1]];
  /**
   * The variation of a stage, taken as the standard deviation of one low-level step: a stage stops at the first step inside its
   * window, so one step is by how much it can miss. Near it: within a factor of 1.5. Both are our reading of the caption.
   */
  const variation = Object.fromEntries(
    Object.entries(setting.agents).map(([name, { mu, sigma, min, max }]) => [
      name,
      Math.sqrt(truncatedNormal(mu, sigma, min, max).variance),
    ]),
  );
  const least = leastMovement(setting);
  const passRates = (read: Reading) => names.map((name) => read(name, "passRate"));
  const biases = (read: Reading) => names.map((name) => read(name, "finalBias"));
  const lowestAt = (bias: Series) => peakOf(mirrored(bias)).at;
  const higherWhereWidest = (passRate: Series) => exceeds(rangeAt(passRate, widest), rangeAt(passRate, narrowest));
  const lowestNearVariation = (bias: Series) => {
    const ratio = lowestAt(bias) / variation[bias.name];
    return all(peaksInside(mirrored(bias)), certain(ratio < NEAR && ratio > 1 / NEAR));
  };
  const growsBeyondLowest = (bias: Series) =>
    all(neverFalls(between(bias, lowestAt(bias))), exceeds(rangeAt(bias, widest), rangeAt(bias, lowestAt(bias))));

  return {
    id: "tolerance",
    figures: ["6"],
    title: "Tolerance",
    sweep: { name: "tolerance", symbol: "ε", title: "tolerance", unit: "units of work" },
    curves: Object.entries(setting.agents).map(([name, agent]) =>
      pointCurve(name, widths, (width) => ({ ...taskOf(setting), tolerance: width, stages: { kind: "uniform", count }, pool: [agent] })),
    ),
    claims: [
      {
        id: "tolerance-pass-rate-rises",
        figure: "6",
        statement: "Pass rate rises with the tolerance, from below 0.02 at ε = 0.25 to above 0.99 at ε = 8, for every agent.",
        test: (read) => ({
          verdict: all(
            ...passRates(read).flatMap((series) => {
              const level = (value: number) => ({ value, low: value, high: value });
              return [neverFalls(series), exceeds(level(0.02), rangeAt(series, narrowest)), exceeds(rangeAt(series, widest), level(0.99))];
            }),
          ),
          evidence: {
            "at ε = 0.25": each((name) => rangeAt(read(name, "passRate"), narrowest).value),
            "at ε = 8": each((name) => rangeAt(read(name, "passRate"), widest).value),
          },
        }),
        general: {
          statement: "Pass rate never falls with the tolerance, and is higher at the widest than at the narrowest, for every agent.",
          test: (read) => judged(passRates(read), least.passRate, (series) => all(neverFalls(series), higherWhereWidest(series))),
        },
      },
      {
        id: "tolerance-bias-minimum",
        figure: "6",
        statement: "Final bias has its minimum near the variation of a stage: at an ε within a factor of 1.5 of the spread of a step.",
        test: (read) => ({
          verdict: all(...biases(read).map(lowestNearVariation)),
          evidence: { "minimum ε": each((name) => lowestAt(read(name, "finalBias"))), "standard deviation of a step": variation },
        }),
        general: {
          statement: "Final bias has an interior minimum in the tolerance, within a factor of 1.5 of the spread of a step.",
          test: (read) => judged(biases(read), least.finalBias, lowestNearVariation),
        },
      },
      {
        id: "tolerance-bias-grows",
        figure: "6",
        statement: "Beyond its minimum final bias grows with the tolerance.",
        test: (read) => ({
          verdict: all(...biases(read).map(growsBeyondLowest)),
          evidence: {
            "final bias at its minimum": each((name) => -peakOf(mirrored(read(name, "finalBias"))).value),
            "at ε = 8": each((name) => rangeAt(read(name, "finalBias"), widest).value),
          },
        }),
        general: {
          statement: "Beyond its minimum final bias never falls with the tolerance, and ends higher.",
          // Where the widest window has the lowest bias there is no beyond.
          test: (read) =>
            judged(
              biases(read).filter((bias) => lowestAt(bias) < widest),
              least.finalBias,
              growsBeyondLowest,
            ),
        },
      },
    ],
    findings: (read) => names.map((name) => markMinimum(read(name, "finalBias"), "finalBias", "ε")),
  };
}
