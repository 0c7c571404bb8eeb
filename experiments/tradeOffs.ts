import type { Verdict } from "../model/experiment.ts";
import { judged } from "./claims/applicable.ts";
import { rises, type Series } from "./claims/series.ts";
import { type CurvePlan, type Experiment, integers } from "./experiment.ts";
import { leastMovement, type Setting } from "./setting.ts";

const MOST_STAGES = 10;

/** Figure 3b: runs that hold a claim without evidence, against the number of stages. */
export function tradeOffsAt(setting: Setting): Experiment {
  const least = leastMovement(setting);
  return {
    id: "trade-offs",
    figures: ["3b"],
    title: "Trade-offs: hallucinated execution",
    sweep: { name: "stages.count", symbol: "K", title: "number of stages", unit: "" },
    curves: Object.entries(setting.rates).map(
      ([name, rates]): CurvePlan => ({
        name,
        cells: integers(1, MOST_STAGES).map((stages) => ({ at: stages, of: { kind: "claims", rates: { ...rates, stages } } })),
      }),
    ),
    claims: [
      {
        id: "trade-offs-aligned-flat",
        figure: "3b",
        statement: "Under aligned guidance the rate of hallucinated execution does not depend on the number of stages.",
        test: (read) => {
          const series = read("aligned", "hallucinationRate");
          return { verdict: flat(series), evidence: { rate: series.ranges.map((range) => range.value) } };
        },
        general: {
          statement: "Under aligned guidance the rate of hallucinated execution does not depend on the number of stages.",
          test: (read) => flat(read("aligned", "hallucinationRate")),
        },
      },
      {
        id: "trade-offs-misaligned-rises",
        figure: "3b",
        statement: "Under misaligned guidance the rate of hallucinated execution rises with every stage, from 0.20 to 0.89 at K = 10.",
        test: (read) => {
          const series = read("misaligned", "hallucinationRate");
          return { verdict: rises(series), evidence: { rate: series.ranges.map((range) => range.value) } };
        },
        general: {
          statement: "Under misaligned guidance the rate of hallucinated execution rises with every stage.",
          test: (read) => judged([read("misaligned", "hallucinationRate")], least.hallucinationRate, rises),
        },
      },
    ],
    findings: () => [],
  };
}

/** No point surely differs from another. An exact series is flat; of a simulated one it can only be said that nothing speaks against it. */
function flat(series: Series): Verdict {
  const highestLow = Math.max(...series.ranges.map((range) => range.low));
  const lowestHigh = Math.min(...series.ranges.map((range) => range.high));
  if (highestLow > lowestHigh) return "no";
  const widest = Math.max(...series.ranges.map((range) => range.high - range.low));
  return widest < 1e-9 ? "yes" : "cannot tell";
}
