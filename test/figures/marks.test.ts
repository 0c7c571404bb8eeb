import { describe, expect, test } from "vitest";
import { FIGURES } from "../../figures/paperFigures.ts";
import { renderFigure } from "../../figures/render.ts";
import type { CurvePoint, ExperimentResult } from "../../model/experiment.ts";
import { plausibleResults } from "./plausible.ts";

const retry = FIGURES.filter((figure) => figure.id === "figure-5")[0];

/** The retry result with each point changed. */
function changed(change: (point: CurvePoint, curve: string) => CurvePoint): Map<string, ExperimentResult> {
  const results = plausibleResults();
  const result = results.get("retry") as ExperimentResult;
  const curves = result.curves.map((curve) => ({ ...curve, points: curve.points.map((point) => change(point, curve.name)) }));
  return results.set("retry", { ...result, curves });
}

/** Pieces of each line of a picture: a gap begins a new one. */
async function linePieces(results: ReadonlyMap<string, ExperimentResult>): Promise<number[]> {
  const { svg } = await renderFigure(retry.spec(results));
  const lines = svg.match(/<g class="mark-line[^"]*"[^>]*>.*?<\/g>/gs) ?? [];
  return lines.flatMap((group) => [...group.matchAll(/\sd="([^"]*)"/g)].map(([, path]) => (path.match(/M/g) ?? []).length));
}

describe("findings", () => {
  test.each(FIGURES.map((figure) => [figure.id, figure] as const))("%s rings and names every finding", async (_, figure) => {
    const results = plausibleResults();
    const findings = figure.experiments.flatMap((id) => results.get(id)?.findings ?? []);
    const { svg } = await renderFigure(figure.spec(results));
    for (const { label } of findings) expect(svg).toContain(`>${label}<`);
    const rings = svg.match(/stroke-width="1.6"/g) ?? []; // a width that nothing else has
    expect(rings).toHaveLength(findings.length + Number(findings.length > 0)); // and one in the key
  });

  test("a finding on no curve of its experiment is an error", () => {
    const results = plausibleResults();
    const result = results.get("retry") as ExperimentResult;
    results.set("retry", { ...result, findings: [{ ...result.findings[0], curve: "Model 9" }] });
    expect(() => retry.spec(results)).toThrow(/must name a curve of its experiment, got Model 9/);
  });
});

describe("missing values", () => {
  test("a missing exact value is a gap in its line, not a 0", async () => {
    const gap = changed((point, curve) => (curve === "Model 1, K = 10" && point.at === 8 ? { ...point, exact: {} } : point));
    const whole = await linePieces(plausibleResults());
    expect(whole.every((pieces) => pieces === 1)).toBe(true);
    // The one curve, in both panels.
    expect((await linePieces(gap)).filter((pieces) => pieces === 2)).toHaveLength(2);
  });

  test("a value between two gaps is still marked", async () => {
    const alone = changed((point, curve) => (curve === "Model 1, K = 10" && point.at !== 8 ? { ...point, exact: {} } : point));
    const { svg } = await renderFigure(retry.spec(alone));
    const ticks = svg.match(/<g class="mark-rect[^"]*"[^>]*>.*?<\/g>/gs) ?? [];
    expect(ticks.filter((group) => group.includes("<path"))).toHaveLength(2);
  });

  test("without a simulation there are lines only, and the key says nothing of points", async () => {
    const exactOnly = changed((point) => ({ ...point, simulated: {} }));
    const { svg } = await renderFigure(retry.spec(exactOnly));
    expect(svg).not.toContain("simulated");
    expect(svg).toContain(">exact<");
  });

  test("without any value there is no figure", () => {
    const empty = changed((point) => ({ ...point, exact: {}, simulated: {} }));
    expect(() => retry.spec(empty)).toThrow(/must hold a value of passRate/);
  });

  test("a 0 on an axis that was to be logarithmic is drawn, on a linear one", async () => {
    const zero = changed((point) => ({ ...point, exact: { ...point.exact, finalBias: { value: 0, error: 0 } } }));
    expect((await linePieces(zero)).every((pieces) => pieces === 1)).toBe(true);
  });
});
