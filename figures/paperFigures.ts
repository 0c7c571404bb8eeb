import type { TopLevelSpec } from "vega-lite";
import type { ExperimentResult } from "../model/experiment.ts";
import { compose, type Layout } from "./compose.ts";
import type { PanelPlan } from "./panel.ts";

export interface PaperFigure {
  /** File name and anchor, such as "figure-2". */ readonly id: string;
  readonly title: string;
  /** What to see, what is line, point and whisker, and the parameters. */ readonly caption: string;
  /** Ids of the experiments whose results it needs. */ readonly experiments: readonly string[];
  /** @throws RangeError if a result is missing or holds nothing to draw */
  spec(results: ReadonlyMap<string, ExperimentResult>): TopLevelSpec;
}

const READING =
  "Lines are the exact solution; points are simulated means with 95% intervals as whiskers (often shorter than the mark); rings, where there are any, mark findings.";
const CANONICAL = "Goal G = 100 units of work, tolerance ε = 2, step budget M = 8, retry budget R = 5, unless swept.";

/** Panels side by side in three columns, for the figure of six; two columns otherwise. */
const SIX: Layout = { columns: 3, panelWidth: 205, panelHeight: 165 };
const PAIR: Layout = { columns: 2, panelWidth: 265, panelHeight: 185 };

/** The figures of [HITA] that the lab reproduces, by their numbers there. */
export const FIGURES: readonly PaperFigure[] = [
  figure(
    "figure-2",
    "Granularity, guidance and partial harnessing",
    SIX,
    [
      { experiment: "granularity", measure: "passRate", heading: "granularity", x: "linear", y: "linear" },
      { experiment: "guidance", measure: "passRate", heading: "guidance", x: "linear", y: "linear" },
      { experiment: "partial", measure: "passRate", heading: "partial harness", x: "linear", y: "linear" },
      { experiment: "granularity", measure: "finalBias", heading: "granularity", x: "linear", y: "decade" },
      { experiment: "guidance", measure: "finalBias", heading: "guidance", x: "linear", y: "linear" },
      { experiment: "partial", measure: "finalBias", heading: "partial harness", x: "linear", y: "decade" },
    ],
    `Left: each agent has its own best number of stages, and beyond it pass rate falls while final bias climbs (over-decomposition). Middle, K = 5, the pool growing from Model 3 by Model 2, Model 1 and a fourth of shorter steps: a larger pool helps under guidance by evidence and hurts under misaligned guidance; unguided lies between. Right, Model 3 with chunks of 10: a few scaffolded chunks, then the rest in one stage, beats both extremes. λ = 3 where guided.`,
  ),
  figure(
    "figure-3b",
    "Hallucinated execution against granularity",
    { columns: 1, panelWidth: 350, panelHeight: 200 },
    [{ experiment: "trade-offs", measure: "hallucinationRate", heading: "false claims", x: "linear", y: "linear" }],
    `The chance that a run holds a claim without evidence: flat where guidance checks evidence (task-level rate 0.35), compounding with every stage where it rewards compliance (0.2 per stage). The two rates are ours, chosen to give the curves of the paper.`,
  ),
  pair(
    "figure-5",
    "Retry budget",
    "retry",
    "octave",
    "decade",
    `Retries help, then saturate: they raise the chance that some attempt is accepted and cannot change what the agent can reach. Where a request lies outside its reach (Model 2 at K = 36) the pass rate is 0 at every budget. Model 1 lies under Model 3 on the left. Final bias need not fall: accepted stages of Model 2 fall short on average, and near R = 4 the overshoot of its unrecovered ones happens to make up for it. Uniform stages, K = 10 unless the key says otherwise.`,
  ),
  pair(
    "figure-6",
    "Tolerance",
    "tolerance",
    "octave",
    "decade",
    `A wider accepted window lets more runs pass, and lets more deviation through: final bias has its minimum near the variation of one stage, for which we take the standard deviation of one step (1.1, 1.6 and 2.8 for Models 1, 2 and 3). Uniform stages, K = 5.`,
  ),
  pair(
    "figure-7",
    "Pruning",
    "pruning",
    "linear",
    "decade",
    `Removing distributions at random from the pool of Models 1-3 lowers pass rate and raises final bias almost everywhere, most where stages are fine (over-pruning); near K = 11 and 14 one removal costs nothing. Aligned guidance, λ = 3; m of the three are removed, averaged over all subsets; the ring marks K at which m = 2 falls farthest below m = 0.`,
  ),
  pair(
    "figure-8",
    "Chunk size",
    "chunk",
    "linear",
    "decade",
    `Pass rate rises and then falls with the number of scaffolded chunks, at either chunk size; the best extent is where the next chunk costs more than the tail risk it removes. Model 3, chunks of c units of work, then the rest in one stage.`,
  ),
];

function figure(id: string, title: string, layout: Layout, panels: readonly PanelPlan[], see: string): PaperFigure {
  return {
    id,
    title,
    caption: `${see} ${READING} ${CANONICAL}`,
    experiments: [...new Set(panels.map((plan) => plan.experiment))],
    spec: (results) => compose(panels, layout, results),
  };
}

/** Pass rate beside final bias over one sweep. */
function pair(id: string, title: string, experiment: string, x: PanelPlan["x"], y: PanelPlan["y"], see: string): PaperFigure {
  const panels: PanelPlan[] = [
    { experiment, measure: "passRate", heading: "pass rate", x, y: "linear" },
    { experiment, measure: "finalBias", heading: "final bias", x, y },
  ];
  return figure(id, title, PAIR, panels, see);
}
