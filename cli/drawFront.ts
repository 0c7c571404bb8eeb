import { InvalidInput } from "../model/invalid.ts";
import type { Point } from "../model/point.ts";
import type { PlanFigures } from "../theory/optimal/planFigures.ts";

/**
 * Draws a Pareto front among the plain harnesses of its point, to one .svg or .png file or both into a folder.
 *
 * @returns the files written
 * @throws InvalidInput where the front is empty
 */
export async function drawFront(point: Point, front: readonly PlanFigures[], out: string): Promise<string[]> {
  if (front.length === 0) throw new InvalidInput("--out", "needs a front to draw: no plan of this point can pass", out);
  const [{ plainPlans }, { toldApart }, { frontFigure }, { renderFigure }, { writePicture }] = await Promise.all([
    import("../theory/optimal/comparison.ts"),
    import("../theory/optimal/pareto.ts"),
    import("../figures/front.ts"),
    import("../figures/render.ts"),
    import("./writePicture.ts"),
  ]);
  const marks = { front: toldApart(front).map(({ requests, ...mark }) => ({ ...mark, stages: requests.length })), ...plainPlans(point) };
  const picture = await renderFigure(frontFigure(marks, `Fixed plans for a goal of ${point.goal}, tolerance ${point.tolerance}`));
  return writePicture(picture, out, "front");
}
