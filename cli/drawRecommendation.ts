import { join } from "node:path";
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
  const [{ recommendationMarks }, { recommendationFigure }, { renderFigure }, files] = await Promise.all([
    import("../theory/recommend/marks.ts"),
    import("../figures/recommendation.ts"),
    import("../figures/render.ts"),
    import("../store/atomicFile.ts"),
  ]);
  const picture = await renderFigure(recommendationFigure(recommendationMarks(recommendation, task, steps)));
  const kind = /\.(svg|png)$/.exec(out)?.[1] as "svg" | "png" | undefined;
  if (kind) {
    await files.writeAtomically(out, picture[kind], "--out");
    return [out];
  }
  await files.makeFolder(out, "--out");
  const written = (["svg", "png"] as const).map((each) => [join(out, `recommendation.${each}`), picture[each]] as const);
  for (const [path, content] of written) await files.writeAtomically(path, content, "--out");
  return written.map(([path]) => path);
}
