import type { Recommendation, RecommendationMarks } from "../../model/recommendation.ts";
import { parsePoint } from "../../model/validate.ts";
import { densityAt, lawOfAgent } from "../fit/agent.ts";
import { stageCurve } from "../stageCurve.ts";
import type { Task } from "./recommend.ts";

/** Places of the density's curve. */
const PLACES = 240;
/** Numbers of stages shown: at least, at most, and as a multiple of the number chosen. */
const SHOWN = { least: 12, most: 80, beyond: 1.8 } as const;

/** What the picture of a recommendation shows. @param steps  those observed, where the agent was fitted */
export function recommendationMarks(
  { agent, harness, passRate }: Recommendation,
  task: Task,
  steps?: readonly number[],
): RecommendationMarks {
  const law = lawOfAgent(agent);
  const [low, high] = [Math.min(...law.members.map(({ min }) => min)), Math.max(...law.members.map(({ max }) => max))];
  const at = (i: number) => (i === PLACES ? high : low + ((high - low) * i) / PLACES);
  const curve = stageCurve(parsePoint({ ...task, ...agent, stages: { kind: "uniform", count: 1 } }));
  const most = Math.min(SHOWN.most, Math.max(SHOWN.least, Math.ceil(SHOWN.beyond * (harness?.requests.length ?? 0))));
  const counts = Array.from({ length: most }, (_, i) => i + 1).filter((count) => task.goal / count > task.tolerance);
  return {
    goal: task.goal,
    tolerance: task.tolerance,
    ...(steps ? { steps } : {}),
    density: Array.from({ length: PLACES + 1 }, (_, i) => ({ step: at(i), density: densityAt(law, at(i)) })),
    uniform: counts.map((stages) => ({ stages, passRate: Math.exp(stages * curve.at(task.goal / stages).logPassRate) })),
    ...(harness && passRate ? { chosen: { ...passRate, stages: harness.requests.length, kind: harness.stages.kind } } : {}),
  };
}
