import type { Measure, Verdict } from "../model/experiment.ts";
import { judged, type Outcome } from "./claims/applicable.ts";
import { all, exceeds } from "./claims/kleene.ts";
import { mirrored, rangeAt, rises, type Series } from "./claims/series.ts";
import { type Experiment, pointCurve, type Reading } from "./experiment.ts";
import { guidanceOf, leastMovement, type Setting, stageCounts, stagesPer, taskOf } from "./setting.ts";

const REMOVED = [0, 1, 2];
const curveOf = (removed: number) => `m = ${removed}`;
/** Stages per step's length of the goal: K = 25 at the canonical setting. */
const FINEST = 2;
/** Where every removed distribution must cost: K = 2, 3, 5, 8, 12, 16, 18, 20, 22 at the canonical setting. */
const COMPARED = [0.16, 0.24, 0.4, 0.64, 0.96, 1.28, 1.44, 1.6, 1.76];
/** From here on stages count as fine: K = 16 at the canonical setting. */
const FINE = 1.28;

/** Figure 7: pass rate and final bias when m of three distributions are removed at random. */
export function pruningAt(setting: Setting): Experiment {
  const wanted = COMPARED.map((perStep) => stagesPer(setting, perStep));
  const counts = stageCounts(setting, 2, FINEST, wanted);
  const compared = counts.filter((K) => wanted.includes(K));
  const fine = stagesPer(setting, FINE);
  const least = leastMovement(setting);
  return {
    id: "pruning",
    figures: ["7"],
    title: "Pruning the action pool",
    sweep: { name: "stages.count", symbol: "K", title: "number of stages", unit: "" },
    curves: REMOVED.map((prune) =>
      pointCurve(curveOf(prune), counts, (count) => ({
        ...taskOf(setting),
        stages: { kind: "uniform", count },
        pool: Object.values(setting.agents),
        guidance: guidanceOf(setting, "aligned"),
        prune,
      })),
    ),
    claims: [
      {
        id: "pruning-lowers-pass-rate",
        figure: "7",
        statement: `Every removed distribution lowers pass rate, at K = ${compared.join(", ")}.`,
        test: (read) => ({
          verdict: all(...compared.map((K) => costs(read, "passRate", K))),
          evidence: evidenceOf(read, "passRate", compared),
        }),
        general: {
          statement: "Every removed distribution lowers pass rate, at nine numbers of stages from 0.16 to 1.76 stages a step.",
          test: (read) =>
            judged(
              compared.map((K) => mirrored(overRemoved(read, "passRate", K))),
              least.passRate,
              rises,
            ),
        },
      },
      {
        id: "pruning-raises-bias",
        figure: "7",
        statement: `Every removed distribution raises final bias, at K = ${compared.join(", ")}.`,
        test: (read) => ({
          verdict: all(...compared.map((K) => costs(read, "finalBias", K))),
          evidence: evidenceOf(read, "finalBias", compared),
        }),
        general: {
          statement: "Every removed distribution raises final bias, at nine numbers of stages from 0.16 to 1.76 stages a step.",
          test: (read) =>
            judged(
              compared.map((K) => overRemoved(read, "finalBias", K)),
              least.finalBias,
              rises,
            ),
        },
      },
      {
        id: "pruning-hurts-fine-stages",
        figure: "7",
        statement: `The largest gap in pass rate between m = 0 and m = 2 lies where stages are fine: at K ≥ ${fine}.`,
        test: (read) => {
          const largest = largestOf(gapsOf(read));
          return {
            verdict: largestIsFine(read, fine),
            evidence: { "largest gap at K": largest.at, "gap in pass rate": largest.range.value },
          };
        },
        general: {
          statement: "The largest gap in pass rate between m = 0 and m = 2 lies where stages ask less than 0.78 steps.",
          test: (read): Outcome => {
            const bothSides = counts.some((K) => K < fine) && counts.some((K) => K >= fine);
            return bothSides && largestOf(gapsOf(read)).range.value > least.passRate ? largestIsFine(read, fine) : "not applicable";
          },
        },
      },
    ],
    findings: (read) => {
      const { at: K } = largestOf(gapsOf(read));
      const value = rangeAt(read(curveOf(2), "passRate"), K).value;
      return [{ curve: curveOf(2), measure: "passRate", at: K, value, label: `largest gap K = ${K}` }];
    },
  };
}

/** A measure over m = 0, 1, 2 at one number of stages. */
function overRemoved(read: Reading, measure: Measure, K: number): Series {
  return { name: `K = ${K}`, at: REMOVED, ranges: REMOVED.map((removed) => rangeAt(read(curveOf(removed), measure), K)) };
}

/** Each further removal costs, at this K. */
function costs(read: Reading, measure: Measure, K: number): Verdict {
  const series = overRemoved(read, measure, K);
  return rises(measure === "passRate" ? mirrored(series) : series);
}

function gapsOf(read: Reading) {
  const [whole, pruned] = [read(curveOf(0), "passRate"), read(curveOf(2), "passRate")];
  return whole.at.map((K) => {
    const [a, b] = [rangeAt(whole, K), rangeAt(pruned, K)];
    return { at: K, range: { value: a.value - b.value, low: a.low - b.high, high: a.high - b.low } };
  });
}

function largestOf(gaps: ReturnType<typeof gapsOf>) {
  return gaps.reduce((best, gap) => (gap.range.value > best.range.value ? gap : best));
}

function largestIsFine(read: Reading, fine: number): Verdict {
  const gaps = gapsOf(read);
  const largest = largestOf(gaps);
  return largest.at < fine ? "no" : all(...gaps.filter(({ at }) => at < fine).map((gap) => exceeds(largest.range, gap.range)));
}

function evidenceOf(read: Reading, measure: Measure, compared: readonly number[]) {
  // What the claim does not say is told beside it: elsewhere a removal may cost nothing.
  const elsewhere = read(curveOf(0), measure).at.filter((K) => costs(read, measure, K) === "no");
  return {
    K: compared,
    "fails at K": elsewhere,
    ...Object.fromEntries(REMOVED.map((m) => [curveOf(m), compared.map((K) => rangeAt(read(curveOf(m), measure), K).value)])),
  };
}
