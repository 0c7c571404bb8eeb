import { CANONICAL, MODEL_3 } from "../../../model/canonical.ts";
import type { TrialCell, TrialKnob } from "../../api.ts";
import type { TrialMeasure } from "../runs/measures.ts";
import { commandReading } from "../state/command.ts";

/** A figure that trials of real agents fill, once there are any. */
export interface AgentTemplate {
  /** Anchor on the page. */ readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly over: TrialKnob;
  readonly kind?: TrialCell["task"]["kind"];
  readonly measure: TrialMeasure;
  /** Experiment of the paper whose curves of false claims stand beside them. */ readonly beside?: "trade-offs";
  /** What makes such trials. */ readonly command: string;
}

const { goal, tolerance, stepBudget } = CANONICAL;
const ADDITION = { kind: "addition", goal, tolerance, stepBudget };
const SERVED_POINT = { ...CANONICAL, stages: { kind: "uniform", count: 10 }, pool: [MODEL_3] };
const A_SERVER = "--model gpt-5.2 --upstream https://api.openai.com --key-variable OPENAI_API_KEY";

/** A sweep of false claims that needs no key: two guidance texts, one attempt a stage, half of the failed stages claimed done. */
export const CLAIMS_SWEEP = {
  agents: ["codex"],
  models: ["lab-model"],
  source: { kind: "served", pool: [MODEL_3], claimRate: 0.5 },
  tasks: [ADDITION],
  harness: { retryBudget: 1 },
  vary: { k: [1, 2, 5, 10], guidance: ["evidence", "compliance"] },
  trials: 20,
};

export const AGENT_TEMPLATES: readonly AgentTemplate[] = [
  {
    id: "figure-9-agents",
    title: "Figure 9: addition with a real agent",
    caption:
      "An agent brings a ledger to a total in K equal stages. Where its model is the lab's own, the line is what the exact solution says: agent and sandbox must add nothing.",
    over: "k",
    kind: "addition",
    measure: "passRate",
    command: "harness-lab agents demo --agent codex --k 1,2,5,10,20 --trials 50",
  },
  {
    id: "figure-3b-agents",
    title: "Figure 3b with real agents: hallucinated execution against granularity",
    caption:
      "The share of trials in which a stage was claimed done whose check fails, beside the model's two curves of Figure 3b. An agent's own rates need not be those of the paper's.",
    over: "k",
    measure: "hallucinated",
    beside: "trade-offs",
    command: commandReading("agents sweep --spec -", CLAIMS_SWEEP),
  },
  {
    id: "partial-agents",
    title: "Partial harness with real agents",
    caption: "Pass rate where the first r stages are scaffolded and the rest is left to the agent, as in Figures 2c and 8 of the model.",
    over: "extent",
    measure: "passRate",
    command: commandReading("agents run --agent codex --served - --chunk 10 --extent 0,2,4,6,8 --retry-budget 5 --trials 20", SERVED_POINT),
  },
  {
    id: "workflow-agents",
    title: "Workflows of K steps on terminal tasks",
    caption: "Pass rate of an agent on a task with a verifier, told in K steps. There is no model to hold it against.",
    over: "k",
    kind: "folder",
    measure: "passRate",
    command: `harness-lab agents run --agent codex ${A_SERVER} --task log-report --k 0,1,2,4 --trials 20`,
  },
];
