import { OVERLAY_DATA, type OverlayRow, overlayFigure } from "../../../figures/results/overlay.ts";
import { FIGURES } from "../../../model/result.ts";
import type { ResultAnswer } from "../../api.ts";
import type { OfWidth } from "../picture/fittedPicture.ts";

/** The headline figures of chosen results; undefined where none has any. */
export function overlayContent(results: readonly ResultAnswer[]): OfWidth | undefined {
  const rows = overlayRows(results);
  if (rows.length === 0) return undefined;
  const figures = [...new Set(rows.map(({ figure }) => figure))];
  const names = [...new Set(rows.map(({ result }) => result))];
  return (width) => ({
    name: "results",
    summary: rows.map(({ result, figure, value }) => `${result}: ${figure} ${value}`).join("; "),
    spec: (look) => overlayFigure(look, width, figures, names),
    datasets: { [OVERLAY_DATA]: rows },
    table: { columns: ["result", "figure", "value", "low", "high"], rows: rows.map((row) => ({ ...row })) },
    json: results.map(({ result: _, ...known }) => known),
    command:
      results.length === 2
        ? `harness-lab results compare ${results.map(({ key }) => key.slice(0, 16)).join(" ")}`
        : results.map(({ key }) => `harness-lab results show ${key.slice(0, 16)}`).join("\n"),
  });
}

/** An exact figure's interval is its estimated error either way. */
export function overlayRows(results: readonly ResultAnswer[]): OverlayRow[] {
  return results.flatMap(({ key, name, figures }) =>
    figures
      .filter(({ figure }) => (FIGURES as readonly string[]).includes(figure))
      .map(({ figure, value, low, high, error = 0 }) => ({
        result: `${name} ${key.slice(0, 6)}`,
        figure,
        value,
        low: low ?? value - error,
        high: high ?? value + error,
      })),
  );
}
