import type { Recommendation } from "../model/recommendation.ts";
import type { Task } from "../theory/recommend/recommend.ts";

/**
 * Draws a recommendation to one .svg or .png file, or both into a folder.
 *
 * @returns the files written
 */
export async function drawRecommendation(
  recommendation: Recommendation,
  task: Task,
  steps: readonly number[] | undefined,
  out: string,
): Promise<string[]> {
  const [{ recommendationMarks }, { recommendationFigure }, { renderFigure }, { writePicture }] = await Promise.all([
    import("../theory/recommend/marks.ts"),
    import("../figures/recommendation.ts"),
    import("../figures/render.ts"),
    import("./writePicture.ts"),
  ]);
  return writePicture(await renderFigure(recommendationFigure(recommendationMarks(recommendation, task, steps))), out, "recommendation");
}
