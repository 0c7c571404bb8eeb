import { CANONICAL, guided, MODEL_0, MODEL_1, MODEL_2, MODEL_3 } from "../../../model/canonical.ts";
import type { ActionDistribution, PointInput } from "../../../model/point.ts";

/** Agents by the names the paper gives them; the fourth is ours. */
export const MEMBERS: readonly { readonly name: string; readonly member: ActionDistribution }[] = [
  { name: "Model 1", member: MODEL_1 },
  { name: "Model 2", member: MODEL_2 },
  { name: "Model 3", member: MODEL_3 },
  { name: "fourth model", member: MODEL_0 },
];

export interface Preset {
  readonly name: string;
  /** Which figures of the paper it stands in. */ readonly figures: string;
  readonly point: PointInput;
  readonly knob: string;
}

const uniform = (count: number) => ({ kind: "uniform", count }) as const;
const joining = [MODEL_3, MODEL_2, MODEL_1, MODEL_0];
const byAgent = MEMBERS.slice(0, 3);

/** One place of each of the paper's figures, with the knob that the figure sweeps. @see experiments/ for the sweeps themselves */
export const PRESETS: readonly Preset[] = [
  ...byAgent.map(({ name, member }, i) => ({
    name: `${name}, over stages`,
    figures: "2a, 2d",
    point: { ...CANONICAL, stages: uniform([17, 12, 2][i] as number), pool: [member] },
    knob: "stages.count",
  })),
  {
    name: "four members, aligned guidance",
    figures: "2b, 2e",
    point: { ...CANONICAL, stages: uniform(5), pool: joining, guidance: guided("aligned") },
    knob: "guidance.strength",
  },
  {
    name: "four members, misaligned guidance",
    figures: "2b, 2e",
    point: { ...CANONICAL, stages: uniform(5), pool: joining, guidance: guided("misaligned") },
    knob: "guidance.strength",
  },
  {
    name: "partial harness, over its extent",
    figures: "2c, 2f",
    point: { ...CANONICAL, stages: { kind: "partial", chunk: 10, chunks: 4 }, pool: [MODEL_3] },
    knob: "stages.chunks",
  },
  {
    name: "partial harness, chunks of 25",
    figures: "8",
    point: { ...CANONICAL, stages: { kind: "partial", chunk: 25, chunks: 2 }, pool: [MODEL_3] },
    knob: "stages.chunks",
  },
  {
    name: "retries",
    figures: "5",
    point: { ...CANONICAL, stages: uniform(10), pool: [MODEL_2] },
    knob: "retryBudget",
  },
  {
    name: "tolerance",
    figures: "6",
    point: { ...CANONICAL, stages: uniform(5), pool: [MODEL_2] },
    knob: "tolerance",
  },
  {
    name: "two of three members pruned",
    figures: "7",
    point: { ...CANONICAL, stages: uniform(16), pool: [MODEL_1, MODEL_2, MODEL_3], guidance: guided("aligned"), prune: 2 },
    knob: "stages.count",
  },
];
