import { CANONICAL, guided, MODEL_0, MODEL_1, MODEL_2, MODEL_3 } from "../../../model/canonical.ts";
import type { PointInput } from "../../../model/point.ts";

/** A point worth beginning at, and the knob to turn there. */
export interface Preset {
  readonly title: string;
  readonly point: PointInput;
  readonly knob: string;
}

const at = (point: Omit<PointInput, "goal" | "tolerance" | "stepBudget" | "retryBudget">): PointInput => ({ ...CANONICAL, ...point });
const uniform = (count: number) => ({ kind: "uniform" as const, count });

/** The canonical points of the paper's figures. @see docs/model.md §4 */
export const PRESETS: readonly Preset[] = [
  { title: "Figure 2a: granularity, Model 1", point: at({ stages: uniform(17), pool: [MODEL_1] }), knob: "stages.count" },
  { title: "Figure 2a: granularity, Model 2", point: at({ stages: uniform(12), pool: [MODEL_2] }), knob: "stages.count" },
  { title: "Figure 2a: granularity, Model 3", point: at({ stages: uniform(10), pool: [MODEL_3] }), knob: "stages.count" },
  {
    title: "Figure 2b: guidance, four members",
    point: at({ stages: uniform(5), pool: [MODEL_3, MODEL_2, MODEL_1, MODEL_0], guidance: guided("aligned") }),
    knob: "guidance.strength",
  },
  {
    title: "Figure 2c: partial harness",
    point: at({ stages: { kind: "partial", chunk: 10, chunks: 2 }, pool: [MODEL_3] }),
    knob: "stages.chunks",
  },
  { title: "Figure 5: retry budget", point: at({ stages: uniform(10), pool: [MODEL_3] }), knob: "retryBudget" },
  { title: "Figure 6: tolerance", point: at({ stages: uniform(5), pool: [MODEL_3] }), knob: "tolerance" },
  {
    title: "Figure 7: pruning",
    point: at({ stages: uniform(10), pool: [MODEL_1, MODEL_2, MODEL_3], guidance: guided("aligned"), prune: 1 }),
    knob: "stages.count",
  },
  {
    title: "Figure 8: chunk size",
    point: at({ stages: { kind: "partial", chunk: 25, chunks: 1 }, pool: [MODEL_3] }),
    knob: "stages.chunk",
  },
];
