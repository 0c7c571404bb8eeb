import { CANONICAL, guided, MODEL_1, MODEL_2, MODEL_3 } from "../model/canonical.ts";
import type { Measure, Verdict } from "../model/experiment.ts";
import { all, exceeds } from "./claims/kleene.ts";
import { rangeAt, type Series } from "./claims/series.ts";
import { type Experiment, integers, pointCurve, type Reading } from "./experiment.ts";

const REMOVED = [0, 1, 2];
const curveOf = (removed: number) => `m = ${removed}`;
/** Numbers of stages at which every removed distribution must cost. */
const COMPARED = [2, 3, 5, 8, 12, 16, 18, 20, 22];
/** From here on stages count as fine. */
const FINE = 16;

/** Figure 7: pass rate and final bias when m of three distributions are removed at random. */
export const pruning: Experiment = {
  id: "pruning",
  figures: ["7"],
  title: "Pruning the action pool",
  sweep: { name: "stages.count", symbol: "K", title: "number of stages", unit: "" },
  curves: REMOVED.map((prune) =>
    pointCurve(curveOf(prune), integers(2, 25), (count) => ({
      ...CANONICAL,
      stages: { kind: "uniform", count },
      pool: [MODEL_1, MODEL_2, MODEL_3],
      guidance: guided("aligned"),
      prune,
    })),
  ),
  claims: [
    {
      id: "pruning-lowers-pass-rate",
      figure: "7",
      statement: `Every removed distribution lowers pass rate, at K = ${COMPARED.join(", ")}.`,
      test: (read) => ({ verdict: ordered(read, "passRate", COMPARED), evidence: at(read, "passRate") }),
    },
    {
      id: "pruning-raises-bias",
      figure: "7",
      statement: `Every removed distribution raises final bias, at K = ${COMPARED.join(", ")}.`,
      test: (read) => ({ verdict: ordered(read, "finalBias", COMPARED), evidence: at(read, "finalBias") }),
    },
    {
      id: "pruning-hurts-fine-stages",
      figure: "7",
      statement: `The largest gap in pass rate between m = 0 and m = 2 lies where stages are fine: at K ≥ ${FINE}.`,
      test: (read) => {
        const gaps = gapsOf(read);
        const largest = largestOf(gaps);
        const coarse = gaps.filter((gap) => gap.at < FINE);
        const verdict: Verdict =
          largest.at < FINE ? all(...coarse.map(() => "no" as const)) : all(...coarse.map((gap) => exceeds(largest.range, gap.range)));
        return { verdict, evidence: { "largest gap at K": largest.at, "gap in pass rate": largest.range.value } };
      },
    },
  ],
  findings: (read) => {
    const { at: K } = largestOf(gapsOf(read));
    const value = rangeAt(read(curveOf(2), "passRate"), K).value;
    return [{ curve: curveOf(2), measure: "passRate", at: K, value, label: `largest gap K = ${K}` }];
  },
};

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

/** Each further removal costs, at every one of these K. */
function ordered(read: Reading, measure: Measure, stages: readonly number[]): Verdict {
  const series = REMOVED.map((removed) => read(curveOf(removed), measure));
  const worse = (more: Series, less: Series, K: number) =>
    measure === "passRate" ? exceeds(rangeAt(less, K), rangeAt(more, K)) : exceeds(rangeAt(more, K), rangeAt(less, K));
  return all(...stages.flatMap((K) => series.slice(1).map((more, i) => worse(more, series[i], K))));
}

function at(read: Reading, measure: Measure) {
  // What the claim does not say is told beside it: elsewhere a removal may cost nothing.
  const elsewhere = read(curveOf(0), measure).at.filter((K) => ordered(read, measure, [K]) === "no");
  return {
    K: COMPARED,
    "fails at K": elsewhere,
    ...Object.fromEntries(REMOVED.map((m) => [curveOf(m), COMPARED.map((K) => rangeAt(read(curveOf(m), measure), K).value)])),
  };
}
