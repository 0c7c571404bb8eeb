import { FIGURES } from "../../figures/paperFigures.ts";
import { type RenderedFigure, renderFigure } from "../../figures/render.ts";
import type { ExperimentResult } from "../../model/experiment.ts";

interface DrawInput {
  readonly id: string;
  readonly results: readonly ExperimentResult[];
}

/** A figure of the paper from the results of its experiments. */
export default async function drawFigure({ id, results }: DrawInput): Promise<RenderedFigure> {
  const figure = FIGURES.find((each) => each.id === id);
  if (!figure) throw new Error(`no figure is called ${id}`);
  return renderFigure(figure.spec(new Map(results.map((result) => [result.id, result]))));
}
