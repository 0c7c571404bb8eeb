import type { TopLevelSpec } from "vega-lite";
import type { ExperimentResult } from "../model/experiment.ts";
import { styleCurves } from "./curveStyle.ts";
import { key } from "./key.ts";
import { type PanelPlan, panel } from "./panel.ts";
import { VEGA_CONFIG, Y_AXIS_EXTENT } from "./theme.ts";

export interface Layout {
  readonly columns: number;
  readonly panelWidth: number;
  readonly panelHeight: number;
}

/** A finding above this leaves no room for its label below 1. */
const NEAR_ONE = 0.8;
/** Px between panels, for tick labels and axis titles. Fixed, so that plots line up whatever their labels say. */
const GUTTER = { column: Y_AXIS_EXTENT + 14, yTitle: 22, row: 46, xTitle: 18, key: 28 } as const;

/**
 * A figure: one key, then the panels row by row, lettered from (a). The data are inlined.
 *
 * @param results  by experiment id
 * @throws RangeError if an experiment of the plan is missing or holds nothing to draw
 */
export function compose(plans: readonly PanelPlan[], layout: Layout, results: ReadonlyMap<string, ExperimentResult>): TopLevelSpec {
  const shown = plans.map((plan) => ({ plan, result: resultOf(results, plan.experiment) }));
  const styles = styleCurves(shown.flatMap(({ result }) => result.curves.map((curve) => curve.name)));
  const headRoom = shown.some(({ plan, result }) =>
    result.findings.some(({ measure, value }) => measure === plan.measure && measure !== "finalBias" && value > NEAR_ONE),
  );
  const panels = shown.map(({ plan, result }, i) => {
    const below = plans[i + layout.columns];
    const left = i % layout.columns === 0 ? undefined : plans[i - 1];
    return panel(result, plan, {
      heading: plans.length === 1 ? plan.heading : `(${String.fromCharCode("a".charCodeAt(0) + i)}) ${plan.heading}`,
      width: layout.panelWidth,
      height: layout.panelHeight,
      styles,
      headRoom,
      xTitle: below?.experiment !== plan.experiment,
      yTitle: left?.measure !== plan.measure,
    });
  });
  const measured = ({ plan, result }: (typeof shown)[number]) => ({
    simulated: result.curves.some((curve) => curve.points.some((point) => point.simulated[plan.measure])),
    found: result.findings.some((finding) => finding.measure === plan.measure),
  });
  const inner = plans.some((plan, i) => i % layout.columns > 0 && plans[i - 1]?.measure !== plan.measure);
  const between = plans.some((plan, i) => plans[i + layout.columns] && plans[i + layout.columns]?.experiment !== plan.experiment);
  const column = GUTTER.column + (inner ? GUTTER.yTitle : 0);
  const row = GUTTER.row + (between ? GUTTER.xTitle : 0);
  const width = layout.columns * layout.panelWidth + (layout.columns - 1) * column;
  const has = shown.map(measured);
  return {
    config: VEGA_CONFIG,
    spacing: GUTTER.key,
    bounds: "flush",
    vconcat: [
      key(
        styles,
        width,
        has.some(({ simulated }) => simulated),
        has.some(({ found }) => found),
      ),
      { concat: panels, columns: layout.columns, bounds: "flush", spacing: { column, row } },
    ],
  } as TopLevelSpec;
}

function resultOf(results: ReadonlyMap<string, ExperimentResult>, id: string): ExperimentResult {
  const result = results.get(id);
  if (!result) throw new RangeError(`results must hold the experiment ${id}, got ${[...results.keys()].join(", ") || "none"}`);
  return result;
}
