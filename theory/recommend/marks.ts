import type { Recommendation, RecommendationMarks } from "../../model/recommendation.ts";
import { parsePoint } from "../../model/validate.ts";
import { densityCurve } from "../fit/densityCurve.ts";
import { stageCurve } from "../stageCurve.ts";
import type { Task } from "./recommend.ts";

/** Numbers of stages shown: at least, at most, and as a multiple of the number chosen. */
const SHOWN = { least: 12, most: 80, beyond: 1.8 } as const;

/** What the picture of a recommendation shows. @param steps  those observed, where the agent was fitted */
export function recommendationMarks(
  { agent, harness, passRate }: Recommendation,
  task: Task,
  steps?: readonly number[],
): RecommendationMarks {
  const curve = stageCurve(parsePoint({ ...task, ...agent, stages: { kind: "uniform", count: 1 } }));
  const most = Math.min(SHOWN.most, Math.max(SHOWN.least, Math.ceil(SHOWN.beyond * (harness?.requests.length ?? 0))));
  const counts = Array.from({ length: most }, (_, i) => i + 1).filter((count) => task.goal / count > task.tolerance);
  return {
    goal: task.goal,
    tolerance: task.tolerance,
    ...(steps ? { steps } : {}),
    density: densityCurve(agent),
    uniform: counts.map((stages) => ({ stages, passRate: Math.exp(stages * curve.at(task.goal / stages).logPassRate) })),
    ...(harness && passRate ? { chosen: { ...passRate, stages: harness.requests.length, kind: harness.stages.kind } } : {}),
  };
}
