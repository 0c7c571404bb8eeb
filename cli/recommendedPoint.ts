import { join } from "node:path";
import type { RecommendedAgent, RecommendedHarness } from "../model/recommendation.ts";
import { writeAtomically } from "../store/atomicFile.ts";
import type { Task } from "../theory/recommend/recommend.ts";

/**
 * Writes the recommended harness with its agent and task as a point, into a folder that exists.
 *
 * @returns the file written
 */
export async function writeRecommendedPoint(agent: RecommendedAgent, harness: RecommendedHarness, task: Task, folder: string) {
  const path = join(folder, "recommendation.point.json");
  const { stages, retryBudget } = harness;
  await writeAtomically(path, `${JSON.stringify({ ...task, stages, retryBudget, ...agent }, null, 2)}\n`, "--out");
  return path;
}
