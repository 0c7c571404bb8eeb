import type { TopLevelSpec } from "vega-lite";
import type { TwoAssumptions } from "../model/relatives.ts";
import { compose, type Layout } from "./compose.ts";
import type { PanelPlan } from "./panel.ts";

const LAYOUT: Layout = { columns: 2, panelWidth: 305, panelHeight: 170 };

export const RELATIVES_FIGURE = { id: "relatives", title: "The same task under two assumptions" } as const;

/** Above, pass rate; below, why: one attempt at a stage. A column for each calibration. */
export function relativesSpec({ calibrations }: TwoAssumptions): TopLevelSpec {
  const plans = (["passRate", "acceptRate"] as const).flatMap((measure) =>
    calibrations.map(
      ({ equalAt, halfLife, result }): PanelPlan => ({
        experiment: result.id,
        measure,
        heading: measure === "passRate" ? `equal at K = ${equalAt}: half-life ${halfLife.toFixed(1)}` : "one attempt at a stage",
        x: "linear",
        y: "linear",
      }),
    ),
  );
  return compose(plans, LAYOUT, new Map(calibrations.map(({ result }) => [result.id, result])));
}

/** What to see and how the two were made the same task. */
export function relativesCaption({ goal, tolerance, stepBudget, retryBudget, ahead, calibrations }: TwoAssumptions): string {
  const halfLives = calibrations.map(({ equalAt, halfLife }) => `${halfLife.toFixed(1)} units of work for K = ${equalAt}`).join(", ");
  return (
    `Model 3 on a task of G = ${goal} units of work cut into K equal stages, under two assumptions. ` +
    `A step cannot stop at ℓ: the lab's model, exact (tolerance ε = ${tolerance}, step budget M = ${stepBudget}, retry budget R = ${retryBudget}). ` +
    `Independent: an attempt at a stage passes with 2^(−ℓ/T50) whatever came before, and the stage is decided by up to R = ${retryBudget} attempts against a perfect check, ` +
    `or by votes until one answer is ${ahead} ahead. The half-life T50 is set so that one attempt at a stage is accepted equally often under both at one K: ${halfLives}. ` +
    `Under independence the finest cut wins, whatever T50 (a theorem; one attempt without a check gains nothing); where a step cannot stop at ℓ the finest cut loses. ` +
    `Below, why: a shorter stage is nearly sure in the one, and can hardly be hit in the other.`
  );
}
